package com.maayegue.maintenance.runrecords;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.BaseServiceException;
import com.maayegue.maintenance.core.Failure;
import io.grpc.Status;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoogleFailureTest {
  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE,TRANSIENT",
    "ABORTED,TRANSIENT",
    "INTERNAL,TRANSIENT",
    "UNKNOWN,TRANSIENT",
    "CANCELLED,TRANSIENT",
    "DEADLINE_EXCEEDED,TRANSIENT",
    "RESOURCE_EXHAUSTED,TRANSIENT",
    "NOT_FOUND,PERMANENT",
    "ALREADY_EXISTS,PERMANENT",
    "PERMISSION_DENIED,PERMANENT",
    "UNAUTHENTICATED,PERMANENT",
    "INVALID_ARGUMENT,PERMANENT",
    "FAILED_PRECONDITION,PERMANENT",
    "UNIMPLEMENTED,PERMANENT"
  })
  void classifiesGrpc(Status.Code code, Failure expected) {
    assertThat(GoogleFailure.classify(code.toStatus().asRuntimeException())).isEqualTo(expected);
    ApiException wrapped =
        new ApiException("x", code.toStatus().asRuntimeException(), GrpcStatusCode.of(code), false);
    assertThat(GoogleFailure.classify(new ExecutionException(wrapped))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"403,PERMANENT", "412,PERMANENT", "429,TRANSIENT", "503,TRANSIENT"})
  void classifiesHttp(int status, Failure expected) {
    IOException http = new HttpResponseException.Builder(status, "x", new HttpHeaders()).build();
    assertThat(GoogleFailure.classify(http)).isEqualTo(expected);
    assertThat(GoogleFailure.classify(service(status, null))).isEqualTo(expected);
  }

  @Test
  void looksAtTheCauseOfAServiceFailureWithoutStatus() {
    BaseServiceException cut = service(0, new IOException("reset"));
    assertThat(GoogleFailure.classify(cut)).isEqualTo(Failure.TRANSIENT);
  }

  private static BaseServiceException service(int status, IOException cause) {
    return new ServiceFailure(status, cause);
  }

  private static final class ServiceFailure extends BaseServiceException {
    private static final long serialVersionUID = 1L;

    ServiceFailure(int status, IOException cause) {
      super(ExceptionData.newBuilder().setCode(status).setMessage("x").setCause(cause).build());
    }
  }
}
