package com.maayegue.maintenance.paymentwebhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every request of test-fixtures/payments, on the handler. */
class HostileCorpusTest {
  private static Gateway gateway;

  @BeforeAll
  static void open() throws IOException {
    gateway = new Gateway();
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  static Stream<Corpus.Entry> requests() throws IOException {
    long now = Gateway.NOW.getEpochSecond();
    return Stream.concat(Corpus.of("stripe", now).stream(), Corpus.of("campay", now).stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void answersAsTheFileSays(Corpus.Entry entry) throws IOException {
    gateway.topic.clear();
    gateway.clearLog();
    TestResponse response = gateway.send(entry.request());
    assertThat(response.status()).as(response.body()).isEqualTo(entry.status());
    assertThat(gateway.topic.messages()).hasSize(entry.status() == 200 ? 1 : 0);
    assertThat(gateway.log()).doesNotContain("\"bug\"").doesNotContain("237650000000");
    assertThat(response.body()).hasSizeLessThan(100).doesNotContain("Exception");
  }

  @Test
  void holdsWhatIsTakenBesideWhatIsNot() throws IOException {
    List<Integer> statuses = requests().map(Corpus.Entry::status).toList();
    assertThat(statuses).hasSizeGreaterThan(140).contains(200, 400, 401, 404, 405, 413, 415);
  }
}
