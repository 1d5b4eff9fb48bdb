package com.maayegue.maintenance.alertchannels;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;

/**
 * Posts small messages over HTTP. Redirects are not followed: what is sent holds credentials. An
 * answer is bounded in size and in time. Safe for several threads.
 */
final class Posting {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final int LARGEST_ANSWER = 64 * 1024;

  // HTTP/1.1: an offer to upgrade helps nobody with one small request.
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Duration limit;
  private final InstantSource clock;

  /**
   * Posts by {@code clock}.
   *
   * @param limit from the first byte of the request to the last of the answer
   */
  Posting(Duration limit, InstantSource clock) {
    this.limit = limit;
    this.clock = clock;
  }

  InstantSource clock() {
    return clock;
  }

  /**
   * Sends a request once.
   *
   * @param who is named in reasons
   * @param read what an answer means
   */
  Receipt send(String who, HttpRequest.Builder request, Function<HttpAnswer, Receipt> read)
      throws InterruptedException {
    try {
      return read.apply(exchange(request));
    } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException notSent) {
      return Receipt.Failed.forNow(who + " cannot be reached: " + name(notSent));
    } catch (IOException | TimeoutException halfWay) {
      return new Receipt.Unknown(who + " did not answer: " + name(halfWay));
    }
  }

  /** Sends a request and reads the answer. */
  HttpAnswer exchange(HttpRequest.Builder request)
      throws IOException, TimeoutException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request.timeout(limit).build(), any -> bounded());
    try {
      HttpResponse<String> response = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return new HttpAnswer(
          response.statusCode(), response.headers().firstValue("Retry-After"), response.body());
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(failure.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static HttpResponse.BodySubscriber<String> bounded() {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    return HttpResponse.BodySubscribers.mapping(
        HttpResponse.BodySubscribers.ofByteArrayConsumer(
            part ->
                part.ifPresent(
                    bytes ->
                        kept.write(
                            bytes, 0, Math.min(bytes.length, LARGEST_ANSWER - kept.size())))),
        end -> kept.toString(StandardCharsets.UTF_8));
  }

  /** The kind of failure only: its text may hold the URL, which is a secret of some channels. */
  static String name(Throwable failure) {
    return failure.getClass().getSimpleName();
  }
}
