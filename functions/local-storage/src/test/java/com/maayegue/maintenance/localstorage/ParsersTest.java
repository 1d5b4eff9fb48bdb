package com.maayegue.maintenance.localstorage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsersTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=2-5, 2, 4",
    "bytes=2-, 2, 8",
    "bytes=-3, 7, 3",
    "bytes=-30, 0, 10",
    "bytes=8-400, 8, 2"
  })
  void readsARangeOfTenBytes(String header, long first, long length) {
    assertThat(ByteRange.parse(header, 10)).contains(new ByteRange(first, length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=5-2", "bytes=-", "bytes=1-2,4-5", "lines=1-2", "bytes=a-b", ""})
  void ignoresWhatIsNoSingleRange(String header) {
    assertThat(ByteRange.parse(header, 10)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"bytes=10-, 10", "bytes=0-, 0", "bytes=-0, 10", "bytes=-5, 0"})
  void refusesARangeBehindTheEnd(String header, long size) {
    assertStatus(416, () -> ByteRange.parse(header, size));
  }

  @Test
  void readsWhatAChunkSaysOfItself() {
    ContentRange middle = ContentRange.parse("bytes 256-511/*");
    assertThat(middle.first()).hasValue(256);
    assertThat(middle.carriesBytes()).isTrue();
    assertThat(middle.isLast()).isFalse();
    assertThat(ContentRange.parse("bytes 256-511/512").isLast()).isTrue();
    assertThat(ContentRange.parse("bytes 256-511/513").isLast()).isFalse();
    ContentRange question = ContentRange.parse("bytes */512");
    assertThat(question.carriesBytes()).isFalse();
    assertThat(question.total()).hasValue(512);
    assertThat(ContentRange.parse("bytes */*").total()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes 5-2/9", "bytes 0-9/9", "bytes=0-9/9", "0-9/9", "bytes -/9", ""})
  void refusesAChunkThatContradictsItself(String header) {
    assertStatus(400, () -> ContentRange.parse(header));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n"})
  void splitsMultipartBodiesWithAnyLineEnd(String end) throws IOException {
    String media = "line\r\n--B\nB--\r\r";
    String body =
        String.join(
            end,
            "",
            "--=B=",
            "Content-Type: application/json",
            "",
            "{\"name\":",
            " \"é\"}",
            "--=B=",
            "content-type: text/plain",
            "MIME-Version: 1.0",
            "",
            media,
            "--=B=--");
    MultipartRelated parts = multipart(body);
    assertThat(parts.metadata().get("name").getAsString()).isEqualTo("é");
    assertThat(parts.contentType()).contains("text/plain");
    assertThat(parts.media().readAllBytes()).isEqualTo(media.getBytes(UTF_8));
  }

  @Test
  void takesAnEmptyMediaPart() throws IOException {
    String body = "--=B=\r\n\r\n{}\r\n--=B=\r\n\r\n\r\n--=B=--\r\n";
    assertThat(multipart(body).media().readAllBytes()).isEmpty();
  }

  @Test
  void refusesAMultipartBodyThatIsCutOff() throws IOException {
    String head = "--=B=\r\n\r\n{}\r\n--=B=\r\n\r\n";
    assertThatThrownBy(() -> multipart("--=B=\r\n\r\n{}")).isInstanceOf(EOFException.class);
    InputStream media = multipart(head + "bytes\r\n--=B").media();
    assertThatThrownBy(media::readAllBytes).isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"boundary=\"a'b\"", "boundary=a'b", "charset=x; Boundary=\"a'b\"; type=y"})
  void readsABoundary(String parameters) {
    assertThat(MultipartRelated.boundary("multipart/related; " + parameters)).isEqualTo("a'b");
  }

  @Test
  void readsABoundaryInSingleQuotes() {
    assertThat(MultipartRelated.boundary("multipart/related; boundary='=1=='")).isEqualTo("=1==");
  }

  @ParameterizedTest
  @ValueSource(strings = {"multipart/related", "multipart/related; boundary=", ""})
  void refusesAMultipartBodyWithoutABoundary(String contentType) {
    assertStatus(
        400, () -> MultipartRelated.parse(contentType, new ByteArrayInputStream(new byte[0])));
  }

  @Test
  void findsADelimiterWhereverABufferEnds() throws IOException {
    byte[] delimiter = "\r\n--delimiter".getBytes(UTF_8);
    for (int length = 64 * 1024 - 20; length < 64 * 1024 + 20; length++) {
      byte[] bytes = "\r\n--delimite".repeat(length / 12 + 1).substring(0, length).getBytes(UTF_8);
      byte[] all = new byte[length + delimiter.length + 2];
      System.arraycopy(bytes, 0, all, 0, length);
      System.arraycopy(delimiter, 0, all, length, delimiter.length);
      InputStream stream = new DelimitedInputStream(new ByteArrayInputStream(all), delimiter);
      assertThat(stream.readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void decodesThePathOnceAndByItsSegments() {
    ApiRequest request = get("/storage/v1/b/B/o/a%2F..%2Fb+c%2520d?alt=media&name=x+y%2Bz&empty=");
    assertThat(request.path()).containsExactly("storage", "v1", "b", "B", "o", "a/../b+c%20d");
    assertThat(request.parameter("name")).contains("x y+z");
    assertThat(request.parameter("empty")).isEmpty();
    assertThat(request.parameter("absent")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/storage/v1/b/%", "/storage/v1/b/%zz", "/storage/v1/b?x=%4"})
  void refusesAMalformedEscape(String target) {
    assertStatus(400, () -> get(target));
  }

  @Test
  void refusesAGenerationThatIsNoNumber() {
    assertStatus(400, () -> get("/storage/v1/b/B/o/x?generation=new").number("generation"));
  }

  @ParameterizedTest
  @CsvSource({
    "ifGenerationMatch=7, 7, 1, 0, 0",
    "ifGenerationMatch=6, 7, 1, 412, 412",
    "ifGenerationMatch=0, 0, 0, 0, 0",
    "ifGenerationMatch=0, 7, 1, 412, 412",
    "ifGenerationNotMatch=7, 7, 1, 412, 304",
    "ifGenerationNotMatch=6, 7, 1, 0, 0",
    "ifGenerationNotMatch=0, 0, 0, 412, 304",
    "ifMetagenerationMatch=1, 7, 1, 0, 0",
    "ifMetagenerationMatch=2, 7, 1, 412, 412",
    "ifMetagenerationNotMatch=1, 7, 1, 412, 304",
    "ifMetagenerationNotMatch=2, 7, 1, 0, 0",
    "ifGenerationMatch=6&ifGenerationNotMatch=7, 7, 1, 412, 412",
    "ifSourceGenerationMatch=6, 7, 1, 0, 0"
  })
  void checksPreconditions(
      String query, long generation, long metageneration, int onWrite, int onRead) {
    Preconditions preconditions = Preconditions.of(get("/?" + query));
    assertThat(status(() -> preconditions.checkWrite(generation, metageneration)))
        .isEqualTo(onWrite);
    assertThat(status(() -> preconditions.checkRead(generation, metageneration))).isEqualTo(onRead);
  }

  @Test
  void readsThePreconditionsOfASource() {
    Preconditions preconditions = Preconditions.ofSource(get("/?ifSourceGenerationMatch=6"));
    assertThat(preconditions.generationMatch()).isEqualTo(OptionalLong.of(6));
    assertThat(preconditions.generationNotMatch()).isEmpty();
  }

  @Test
  void makesEntityTagsAsCloudStorageDoes() {
    assertThat(Etag.of(1795468617782384L, 1)).isEqualTo("CPCorOmBn5gDEAE=");
  }

  private static MultipartRelated multipart(String body) throws IOException {
    return MultipartRelated.parse(
        "multipart/related; boundary=\"=B=\"", new ByteArrayInputStream(body.getBytes(UTF_8)));
  }

  private static ApiRequest get(String target) {
    return ApiRequest.of("GET", target, Map.of(), InputStream.nullInputStream(), "http://x");
  }

  private static int status(Runnable check) {
    try {
      check.run();
      return 0;
    } catch (ApiError refused) {
      return refused.status();
    }
  }

  private static void assertStatus(int status, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            ApiError.class, error -> assertThat(error.status()).isEqualTo(status));
  }

  @Test
  void sortsNamesByTheirBytes() {
    // In UTF-16, which Java's strings compare by, the last two come the other way round.
    List<String> names = List.of("A", "a", "é", "\uff01", "😀");
    assertThat(names).isSortedAccordingTo(ObjectListing.NAME_ORDER);
  }
}
