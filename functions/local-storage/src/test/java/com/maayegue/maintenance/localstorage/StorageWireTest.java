package com.maayegue.maintenance.localstorage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no client library shows: headers, errors, and bad input. */
class StorageWireTest {
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
  void describesAnErrorAsCloudStorageDoes() throws Exception {
    HttpResponse<String> response = wire.get("/storage/v1/b/absent/o/x");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body())
        .isEqualTo(
            "{\"error\":{\"code\":404,\"message\":\"The specified bucket does not exist.\","
                + "\"errors\":[{\"message\":\"The specified bucket does not exist.\","
                + "\"domain\":\"global\",\"reason\":\"notFound\"}]}}");
    assertThat(response.headers().firstValue("content-type"))
        .contains("application/json; charset=UTF-8");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 404",
    "GET, /storage/v1, 404",
    "GET, /storage/v1/b/b-one/iam, 400",
    "PATCH, /storage/v1/b, 405",
    "POST, /storage/v1/b/b-one/o, 405",
    "POST, /storage/v1/b, 400",
    "POST, /upload/storage/v1/b/b-one/o?uploadType=media, 400",
    "POST, /upload/storage/v1/b/b-one/o?uploadType=other&name=x, 400",
    "POST, /upload/storage/v1/b/b-one/o?uploadType=media&name=.., 400",
    "POST, /upload/storage/v1/b/b-one/o?uploadType=media&name=a%0Ab, 400",
    "POST, /upload/storage/v1/b/b-one/o?uploadType=multipart&name=x, 400",
    "PUT, /upload/storage/v1/b/b-one/o?upload_id=absent, 404",
    "GET, /download/storage/v1/b/b-one/o/absent, 404",
    "GET, /storage/v1/b/b-one/o?pageToken=nonsense, 400",
    "GET, /storage/v1/b/b-one/o?maxResults=-1, 400",
    "POST, /batch/storage/v1, 400"
  })
  void refusesWhatIsWrong(String method, String target, int status) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      // Not the HTTP client of the JDK, as that refuses to send some of these.
      String request =
          method
              + " "
              + target
              + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("\"code\":" + status);
    }
  }

  @ParameterizedTest
  @CsvSource({"../escape", "a/b", "..", "UPPER", "x", "dots..inside", ".hidden"})
  void refusesABucketNameThatIsNone(String name) throws Exception {
    JsonObject bucket = new JsonObject();
    bucket.addProperty("name", name);
    assertThat(wire.send("POST", "/storage/v1/b", bucket.toString()).statusCode()).isEqualTo(400);
    assertThat(wire.get("/storage/v1/b/" + name.replace("/", "%2F")).statusCode()).isEqualTo(404);
  }

  @Test
  void refusesToMakeABucketTwiceOrToDropAFullOne() throws Exception {
    assertThat(wire.send("POST", "/storage/v1/b", "{\"name\":\"b-one\"}").statusCode())
        .isEqualTo(409);
    media("x", "bytes");
    assertThat(wire.send("DELETE", "/storage/v1/b/b-one", "").statusCode()).isEqualTo(409);
    wire.send("DELETE", OBJECT + "x", "");
    assertThat(wire.send("DELETE", "/storage/v1/b/b-one", "").statusCode()).isEqualTo(204);
    assertThat(wire.get("/storage/v1/b/b-one").statusCode()).isEqualTo(404);
  }

  @Test
  void patchesABucketUnderItsMetageneration() throws Exception {
    String patch = "{\"labels\":{\"stage\":\"test\"},\"storageClass\":null}";
    String target = "/storage/v1/b/b-one?ifMetagenerationMatch=1";
    JsonObject patched = Wire.json(wire.send("PATCH", target, patch));
    assertThat(patched.get("metageneration").getAsString()).isEqualTo("2");
    assertThat(patched.getAsJsonObject("labels").get("stage").getAsString()).isEqualTo("test");
    assertThat(patched.getAsJsonObject("versioning").get("enabled").getAsBoolean()).isFalse();
    assertThat(wire.send("PATCH", target, patch).statusCode()).isEqualTo(412);
    assertThat(wire.get("/storage/v1/b/b-one?ifMetagenerationNotMatch=2").statusCode())
        .isEqualTo(304);
  }

  @Test
  void tellsAboutTheObjectInTheHeadersOfADownload() throws Exception {
    JsonObject object = Wire.json(media("a b/c", "0123456789"));
    for (String path : new String[] {"/storage", "/download/storage"}) {
      HttpResponse<String> response =
          wire.get(path + "/v1/b/b-one/o/a%20b%2Fc?alt=media", "Range", "bytes=2-4");
      assertThat(response.statusCode()).isEqualTo(206);
      assertThat(response.body()).isEqualTo("234");
      assertHeader(response, "content-range", "bytes 2-4/10");
      assertHeader(response, "content-length", "3");
      assertHeader(response, "x-goog-generation", object.get("generation").getAsString());
      assertHeader(response, "x-goog-metageneration", "1");
      assertHeader(response, "x-goog-stored-content-length", "10");
      assertHeader(response, "x-goog-stored-content-encoding", "identity");
      assertHeader(response, "x-goog-hash", "crc32c=KAwGng==,md5=eB5eJF1ptWaXm4bijSPyxw==");
      assertHeader(response, "etag", object.get("etag").getAsString());
    }
    assertThat(wire.get(object.get("mediaLink").getAsString()).body()).isEqualTo("0123456789");
  }

  @Test
  void answersARangeBehindTheEndWith416() throws Exception {
    media("x", "0123456789");
    assertThat(wire.get(OBJECT + "x?alt=media", "Range", "bytes=10-").statusCode()).isEqualTo(416);
  }

  @Test
  void unpacksGzipForClientsThatCannot() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("plain".getBytes(StandardCharsets.UTF_8));
    }
    wire.send("POST", UPLOAD + "media&contentEncoding=gzip&name=z", packed.toByteArray());

    HttpResponse<String> plain = wire.get(OBJECT + "z?alt=media");
    assertThat(plain.body()).isEqualTo("plain");
    assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
    HttpResponse<String> stored = wire.get(OBJECT + "z?alt=media", "Accept-Encoding", "gzip");
    assertHeader(stored, "content-encoding", "gzip");
    assertThat(stored.body().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(packed.toByteArray());
  }

  @Test
  void unpacksABodyThatWasPackedForTheWay() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("{\"name\":\"b-two\"}".getBytes(StandardCharsets.UTF_8));
    }
    wire.send("POST", "/storage/v1/b", packed.toByteArray(), "Content-Encoding", "gzip");
    assertThat(wire.get("/storage/v1/b/b-two").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; 400",
        "{\"sourceObjects\":[]}; 400",
        "{\"sourceObjects\":[7]}; 400",
        "{\"sourceObjects\":[{}]}; 400",
        "{\"sourceObjects\":[{\"name\":\"x\",\"generation\":\"new\"}]}; 400",
        "{\"sourceObjects\":[{\"name\":\"absent\"}]}; 404",
        "{\"sourceObjects\":[{\"name\":\"x\",\"objectPreconditions\":"
            + "{\"ifGenerationMatch\":\"1\"}}]}; 412",
        "[]; 400",
        "{; 400"
      })
  void refusesToComposeWhatIsWrong(String body, int status) throws Exception {
    media("x", "bytes");
    assertThat(wire.send("POST", OBJECT + "y/compose", body).statusCode()).isEqualTo(status);
    assertThat(wire.get(OBJECT + "y").statusCode()).isEqualTo(404);
  }

  @Test
  void refusesABodyThatIsNotPackedAsItSays() throws Exception {
    HttpResponse<String> response =
        wire.send("POST", "/storage/v1/b", "{}", "Content-Encoding", "gzip");
    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void refusesTheRewriteTokenOfAnotherRewrite() throws Exception {
    wire.send("POST", UPLOAD + "media&name=x", new byte[3 << 20]);
    String rewrite = OBJECT + "x/rewriteTo/b/b-one/o/";
    String limit = "?maxBytesRewrittenPerCall=1048576";
    JsonObject begun = Wire.json(wire.send("POST", rewrite + "y" + limit, ""));
    assertThat(begun.get("done").getAsBoolean()).isFalse();
    assertThat(begun.get("totalBytesRewritten").getAsString()).isEqualTo("1048576");
    String token = "&rewriteToken=" + begun.get("rewriteToken").getAsString();
    assertThat(wire.send("POST", rewrite + "z" + limit + token, "").statusCode()).isEqualTo(400);
    JsonObject next = Wire.json(wire.send("POST", rewrite + "y" + limit + token, ""));
    assertThat(next.get("totalBytesRewritten").getAsString()).isEqualTo("2097152");
  }

  private HttpResponse<String> media(String name, String bytes) throws Exception {
    String encoded = name.replace(" ", "%20");
    return wire.send("POST", UPLOAD + "media&name=" + encoded, bytes, "Content-Type", "text/plain");
  }

  private static void assertHeader(HttpResponse<String> response, String name, String value) {
    assertThat(response.headers().firstValue(name)).contains(value);
  }
}
