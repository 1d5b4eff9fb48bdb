package com.maayegue.maintenance.localstorage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose heap is a fifth of the object has to stream it. */
class LargeObjectTest {
  private static final int MEBIBYTES = 256;
  private static final byte[] MEBIBYTE =
      "0123456789abcdef".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void passesThroughASmallHeap() throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                StorageServer.class.getName(),
                folder.toString(),
                "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      String ready = output.readLine();
      assertThat(ready).startsWith("Cloud Storage on http://");
      roundTrip(ready.substring("Cloud Storage on ".length()));
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private void roundTrip(String url) throws IOException, InterruptedException {
    post(url + "/storage/v1/b", BodyPublishers.ofString("{\"name\":\"large\"}"));
    String path = "/storage/v1/b/large/o";
    JsonObject uploaded =
        post(
            url + "/upload" + path + "?uploadType=media&name=object",
            BodyPublishers.ofByteArrays(Collections.nCopies(MEBIBYTES, MEBIBYTE)));
    assertThat(uploaded.get("size").getAsLong()).isEqualTo((long) MEBIBYTES << 20);
    JsonObject copied =
        post(url + path + "/object/rewriteTo/b/large/o/copy", BodyPublishers.noBody());
    assertThat(copied.get("done").getAsBoolean()).isTrue();
    JsonObject composed =
        post(
            url + path + "/whole/compose",
            BodyPublishers.ofString("{\"sourceObjects\":[{\"name\":\"copy\"}]}"));
    assertThat(composed.get("crc32c")).isEqualTo(uploaded.get("crc32c"));
    assertThat(checksumOf(url + path + "/copy?alt=media"))
        .isEqualTo(uploaded.get("crc32c").getAsString());
  }

  private JsonObject post(String url, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).POST(body).build();
    String answer = http.send(request, BodyHandlers.ofString()).body();
    return JsonParser.parseString(answer).getAsJsonObject();
  }

  private String checksumOf(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    CRC32C checksum = new CRC32C();
    byte[] buffer = new byte[1 << 16];
    try (InputStream body = http.send(request, BodyHandlers.ofInputStream()).body()) {
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        checksum.update(buffer, 0, count);
      }
    }
    byte[] bytes = ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array();
    return Base64.getEncoder().encodeToString(bytes);
  }
}
