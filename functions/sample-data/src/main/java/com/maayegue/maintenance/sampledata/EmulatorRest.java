package com.maayegue.maintenance.sampledata;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Posts JSON to an emulator, which takes the token "owner" for an administrator. */
final class EmulatorRest {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(60);
  private static final int LONGEST_ANSWER_QUOTED = 500;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String base;

  /**
   * To an emulator.
   *
   * @param hostAndPort as in {@code FIRESTORE_EMULATOR_HOST}
   */
  EmulatorRest(String hostAndPort) {
    this.base = "http://" + hostAndPort;
  }

  /**
   * Posts, and returns the answer.
   *
   * @throws IOException also when the answer is not a 200 or not JSON; the message quotes it
   */
  JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(TIME_LIMIT)
            .header("Authorization", "Bearer owner")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    var response = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    String answer = response.body();
    if (response.statusCode() != 200) {
      String quoted = answer.substring(0, Math.min(answer.length(), LONGEST_ANSWER_QUOTED));
      throw new IOException("%s answered %d: %s".formatted(path, response.statusCode(), quoted));
    }
    try {
      return JsonParser.parseString(answer).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new IOException(path + " answered no JSON object", e);
    }
  }

  /** Runs the calls on {@code threads} threads; the first failure in their order is thrown. */
  static void inParallel(int threads, List<Callable<Void>> calls)
      throws IOException, InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Void>> futures = new ArrayList<>(executor.invokeAll(calls));
      for (Future<Void> future : futures) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }
}
