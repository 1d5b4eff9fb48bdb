package com.maayegue.maintenance.localstorage;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Plain HTTP to a server, for what no client library shows or sends. */
final class Wire {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;

  Wire(StorageServer server) {
    this.url = server.url();
  }

  /** Sends {@code body} as bytes of ISO-8859-1; {@code headers} are names and values in turn. */
  HttpResponse<String> send(String method, String target, String body, String... headers)
      throws IOException, InterruptedException {
    return send(method, target, body.getBytes(StandardCharsets.ISO_8859_1), headers);
  }

  HttpResponse<String> send(String method, String target, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target.startsWith("http") ? target : url + target))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
  }

  HttpResponse<String> get(String target, String... headers)
      throws IOException, InterruptedException {
    return send("GET", target, "", headers);
  }

  static JsonObject json(HttpResponse<String> response) {
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }
}
