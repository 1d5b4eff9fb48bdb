package com.maayegue.maintenance.localstorage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads as they are on the wire, whole and broken. */
class UploadWireTest {
  private static final int BLOCK = 256 * 1024;
  private static final String UPLOAD = "/upload/storage/v1/b/b-one/o?uploadType=";
  private static final String OBJECT = "/storage/v1/b/b-one/o/";

  @TempDir Path folder;
  private StorageServer server;
  private Wire wire;

  @BeforeEach
  void start() throws IOException {
    server = StorageServer.start(folder, 0, false);
    server.createBucket("b-one", false);
    wire = new Wire(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void refusesBytesThatAreNotThoseOfTheMetadata() throws Exception {
    String body =
        "--B\r\n\r\n{\"name\":\"x\",\"md5Hash\":\"AAAAAAAAAAAAAAAAAAAAAA==\"}\r\n"
            + "--B\r\n\r\nbytes\r\n--B--";
    HttpResponse<String> response = multipart(body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("doesn't match calculated MD5 hash");
    assertNothingIsLeft();
  }

  @Test
  void keepsNothingOfAMultipartUploadThatIsCutOff() throws Exception {
    HttpResponse<String> response =
        multipart("--B\r\n\r\n{\"name\":\"x\"}\r\n--B\r\n\r\nbytes\r\n--B");
    assertThat(response.statusCode()).isEqualTo(400);
    assertNothingIsLeft();
  }

  @Test
  void keepsNothingOfAConnectionThatBreaks() throws Exception {
    breakOff("POST " + UPLOAD + "media&name=x HTTP/1.1\r\nContent-Length: 1000000\r\n", 500_000);
    assertNothingIsLeft();
  }

  @Test
  void goesOnWithAChunkThatWasInterrupted() throws Exception {
    String session = begin("x");
    String path = session.substring(server.url().length());
    breakOff(
        "PUT "
            + path
            + " HTTP/1.1\r\nContent-Length: 1000000\r\n"
            + "Content-Range: bytes 0-999999/1000000\r\n",
        2 * BLOCK + 10);

    HttpResponse<String> state = wire.send("PUT", session, "", "Content-Range", "bytes */1000000");
    assertThat(state.statusCode()).isEqualTo(308);
    assertHeader(state, "range", "bytes=0-" + (2 * BLOCK - 1));
    byte[] rest = new byte[1_000_000 - 2 * BLOCK];
    HttpResponse<String> done =
        wire.send("PUT", session, rest, "Content-Range", "bytes " + 2 * BLOCK + "-999999/1000000");
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(Wire.json(done).get("size").getAsString()).isEqualTo("1000000");
  }

  @Test
  void keepsWholeBlocksOfAChunkAndSkipsWhatComesAgain() throws Exception {
    String session = begin("x");
    HttpResponse<String> first =
        wire.send("PUT", session, new byte[100], "Content-Range", "bytes 0-99/*");
    assertThat(first.statusCode()).isEqualTo(308);
    assertThat(first.headers().firstValue("range")).isEmpty();
    byte[] more = new byte[BLOCK + 100];
    HttpResponse<String> second =
        wire.send("PUT", session, more, "Content-Range", "bytes 0-" + (BLOCK + 99) + "/*");
    assertHeader(second, "range", "bytes=0-" + (BLOCK - 1));
    String again = "bytes 0-" + (BLOCK + 99) + "/" + (BLOCK + 100);
    assertThat(wire.send("PUT", session, more, "Content-Range", again).statusCode()).isEqualTo(200);
    HttpResponse<String> repeated = wire.send("PUT", session, "", "Content-Range", "bytes */*");
    assertThat(Wire.json(repeated).get("size").getAsInt()).isEqualTo(BLOCK + 100);
  }

  @Test
  void refusesAChunkThatLeavesAGap() throws Exception {
    HttpResponse<String> response =
        wire.send("PUT", begin("x"), new byte[10], "Content-Range", "bytes 10-19/20");
    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void forgetsAnUploadThatIsCancelled() throws Exception {
    String session = begin("x");
    assertThat(wire.send("DELETE", session, "").statusCode()).isEqualTo(499);
    assertThat(wire.send("PUT", session, "bytes").statusCode()).isEqualTo(404);
    assertNothingIsLeft();
  }

  @Test
  void refusesAResumableUploadWhoseBytesAreNotThosePromised() throws Exception {
    HttpResponse<String> response =
        wire.send("PUT", begin("x"), "bytes", "x-goog-hash", "crc32c=AAAAAA==");
    assertThat(response.statusCode()).isEqualTo(400);
    assertNothingIsLeft();
  }

  @Test
  void checksPreconditionsWhenAResumableUploadBegins() throws Exception {
    media("x", "bytes");
    String target = UPLOAD + "resumable&name=x&ifGenerationMatch=0";
    assertThat(wire.send("POST", target, "{}").statusCode()).isEqualTo(412);
  }

  private String begin(String name) throws Exception {
    HttpResponse<String> response = wire.send("POST", UPLOAD + "resumable&name=" + name, "{}");
    assertThat(response.statusCode()).isEqualTo(200);
    return response.headers().firstValue("location").orElseThrow();
  }

  private HttpResponse<String> media(String name, String bytes) throws Exception {
    String encoded = name.replace(" ", "%20");
    return wire.send("POST", UPLOAD + "media&name=" + encoded, bytes, "Content-Type", "text/plain");
  }

  private HttpResponse<String> multipart(String body) throws Exception {
    return wire.send(
        "POST", UPLOAD + "multipart", body, "Content-Type", "multipart/related; boundary=B");
  }

  /** Sends a part of what the head promises, ends the stream, and waits for the server's answer. */
  private void breakOff(String head, int bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String whole = head + "Host: x\r\n\r\n";
      socket.getOutputStream().write(whole.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(new byte[bytes]);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().readAllBytes()).isNotNull();
    }
  }

  private void assertNothingIsLeft() throws Exception {
    assertThat(wire.get(OBJECT + "x").statusCode()).isEqualTo(404);
    try (Stream<Path> incoming = Files.list(folder.resolve(".incoming"));
        Stream<Path> objects = Files.list(folder.resolve("b-one/objects"))) {
      assertThat(incoming).isEmpty();
      assertThat(objects).isEmpty();
    }
  }

  private static void assertHeader(HttpResponse<String> response, String name, String value) {
    assertThat(response.headers().firstValue(name)).contains(value);
  }
}
