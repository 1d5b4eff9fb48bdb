package com.maayegue.maintenance.runrecords;

import com.google.api.client.http.HttpResponseException;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.BaseServiceException;
import com.maayegue.maintenance.core.Failure;
import com.maayegue.maintenance.pubsub.TopicPublisher;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.OptionalInt;

/** Classifies what the Google SDKs throw. */
public final class GoogleFailure {
  private GoogleFailure() {}

  /** Whether trying again later can help. */
  public static Failure classify(Throwable thrown) {
    return Failure.classify(thrown, GoogleFailure::status);
  }

  private static OptionalInt status(Throwable thrown) {
    if (thrown instanceof ApiException failure) {
      // The SDK's own numbers would call ABORTED a conflict that no retry can mend.
      return OptionalInt.of(
          httpStatus(Status.Code.valueOf(failure.getStatusCode().getCode().name())));
    }
    if (thrown instanceof BaseServiceException failure && failure.getCode() >= 400) {
      return OptionalInt.of(failure.getCode());
    }
    if (thrown instanceof HttpResponseException failure) {
      return OptionalInt.of(failure.getStatusCode());
    }
    if (thrown instanceof TopicPublisher.PublishFailure failure) {
      return OptionalInt.of(failure.status());
    }
    if (thrown instanceof StatusRuntimeException failure) {
      return OptionalInt.of(httpStatus(failure.getStatus().getCode()));
    }
    return OptionalInt.empty();
  }

  /**
   * What trying again can mend, in the terms of HTTP; see <a
   * href="https://google.aip.dev/193">AIP-193</a>.
   */
  private static int httpStatus(Status.Code code) {
    return switch (code) {
      case UNAVAILABLE, ABORTED, INTERNAL, UNKNOWN, CANCELLED -> 503;
      case DEADLINE_EXCEEDED -> 504;
      case RESOURCE_EXHAUSTED -> 429;
      default -> 400;
    };
  }
}
