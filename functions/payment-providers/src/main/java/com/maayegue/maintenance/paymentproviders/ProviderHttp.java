package com.maayegue.maintenance.paymentproviders;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a provider for JSON: within a time limit that covers the whole answer, up to 256 KiB of it,
 * and without following redirects, which would take credentials elsewhere.
 */
final class ProviderHttp {
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final String provider;
  private final Duration timeLimit;
  private final HttpClient http;

  /** Asks {@code provider}, as errors call it. */
  ProviderHttp(String provider, Duration timeLimit) {
    this.provider = provider;
    this.timeLimit = timeLimit;
    this.http =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeLimit)
            .build();
  }

  /**
   * The JSON object of an answer with status 200.
   *
   * @return empty for status 404
   * @throws ProviderFailure for all else
   */
  Optional<JsonObject> ask(HttpRequest.Builder request)
      throws ProviderFailure, InterruptedException {
    HttpResponse<byte[]> response = send(request.timeout(timeLimit).build());
    int status = response.statusCode();
    if (status == 404) {
      return Optional.empty();
    }
    if (status != 200) {
      throw refusal(response);
    }
    return Optional.of(object(new String(response.body(), StandardCharsets.UTF_8)));
  }

  private HttpResponse<byte[]> send(HttpRequest request)
      throws ProviderFailure, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, info -> new BoundedBody());
    try {
      // The client's own limit ends with the head of the answer.
      return answer.get(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      answer.cancel(true);
      throw late(slow);
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      if (cause instanceof HttpTimeoutException) {
        throw late(cause);
      }
      throw new ProviderFailure(
          provider + " could not be asked: " + cause.getClass().getSimpleName(), cause);
    } catch (InterruptedException stopped) {
      answer.cancel(true);
      throw stopped;
    }
  }

  /** Whichever of the two limits was noticed first. */
  private ProviderFailure late(Throwable cause) {
    return new ProviderFailure(provider + " did not answer within " + timeLimit, cause);
  }

  private ProviderFailure refusal(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    String what = provider + " answered " + status;
    if (status >= 300 && status < 400) {
      return new ProviderFailure(what + ", a redirect, which is not followed: is its URL right?");
    }
    boolean credentials = status == 401 || status == 403;
    Duration pause =
        response
            .headers()
            .firstValue("Retry-After")
            .filter(text -> text.matches("[0-9]{1,6}"))
            .map(text -> Duration.ofSeconds(Long.parseLong(text)))
            .map(wish -> wish.compareTo(LONGEST_PAUSE) < 0 ? wish : LONGEST_PAUSE)
            .orElse(null);
    return new ProviderFailure(
        credentials ? what + ": are its credentials right?" : what, credentials, pause, null);
  }

  private JsonObject object(String text) throws ProviderFailure {
    try {
      JsonElement element = JsonParser.parseString(text);
      if (element.isJsonObject()) {
        return element.getAsJsonObject();
      }
    } catch (JsonParseException | StackOverflowError notJson) {
      throw new ProviderFailure(provider + " answered something that is not JSON", notJson);
    }
    throw new ProviderFailure(provider + " answered something that is not a JSON object");
  }
}
