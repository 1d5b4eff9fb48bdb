package com.maayegue.maintenance.inactiveusercleanup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NoticeTest {
  private final Notice notice =
      new Notice(
          "<Ma'a & yegue>",
          "2025-10-01",
          Instant.parse("2025-10-28T23:30:00Z"),
          ZoneId.of("Africa/Douala"));

  @Test
  void hasTheFormOfTheTriggerEmailExtension() {
    Map<String, Object> mail = notice.mail("x@example.com");
    assertThat(mail)
        .containsOnlyKeys("to", "message")
        .containsEntry("to", List.of("x@example.com"));
    assertThat(message(mail)).containsOnlyKeys("subject", "text", "html");
  }

  @Test
  void saysTheDayInDoualaInBothLanguagesFrenchFirst() {
    String text = message(notice.mail("x@example.com")).get("text");
    assertThat(text).contains("29 octobre 2025").contains("October 29, 2025");
    assertThat(text.indexOf("Bonjour")).isLessThan(text.indexOf("Hello"));
  }

  @Test
  void escapesTheNameOfTheAppInHtml() {
    String html = message(notice.mail("x@example.com")).get("html");
    assertThat(html).contains("&lt;Ma'a &amp; yegue&gt;").doesNotContain("<Ma'a");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> message(Map<String, Object> mail) {
    return (Map<String, String>) mail.get("message");
  }
}
