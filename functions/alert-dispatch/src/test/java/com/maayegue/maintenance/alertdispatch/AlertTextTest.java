package com.maayegue.maintenance.alertdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class AlertTextTest {
  private static final Instant NOW = Instant.parse("2025-10-07T02:00:00Z");
  private static final URI LINK = URI.create("https://ack.example.com?t=a~b&c");

  @Test
  void escapesEverythingInHtml() {
    String html = AlertHtml.mail(text(Stage.step(0)));
    assertThat(html)
        .contains("&lt;script&gt;", "&lt;b&gt;campay&lt;/b&gt;", "&amp; &quot;more&quot;")
        .contains("href=\"https://ack.example.com?t=a~b&amp;c\"")
        .doesNotContain("<script>", "<b>campay", "{{");
  }

  @Test
  void saysItInBothLanguages() {
    assertThat(text(Stage.step(0)).mail())
        .contains("CRITIQUE · CRITICAL", "12 paiements en échec · 12 payments failed")
        .contains("Depuis le 7 octobre à 03:00 (12 alertes, 3 retours)")
        .contains("Since 7 October at 03:00 (12 alerts, 3 returns)")
        .contains("Je m’en occupe · I take it on:\nhttps://ack.example.com?t=a~b&c");
  }

  @ParameterizedTest
  @CsvSource({
    "step0, CRITIQUE · CRITICAL",
    "repeat2, RAPPEL 2 · CRITIQUE · REMINDER 2 · CRITICAL",
    "resolved, RÉSOLU · RESOLVED",
    "acknowledged, PRIS EN CHARGE · ACKNOWLEDGED"
  })
  void namesEveryStage(String stage, String state) {
    assertThat(text(Stage.of(stage)).state()).isEqualTo(state);
    assertThat(Stage.of(stage).word()).isEqualTo(stage);
  }

  @Test
  void givesTheEndOfAnIncidentWithoutALink() {
    Incident over = AckLinkTest.incident("k").resolved(NOW.plusSeconds(3_600));
    AlertText text =
        new AlertText(
            over,
            Stage.RESOLVED,
            "App",
            ZoneId.of("Africa/Douala"),
            Optional.empty(),
            "docs/playbooks/payment-failures.md");
    assertThat(text.mail())
        .contains(", jusqu’au 7 octobre à 04:00", ", until 7 October at 04:00")
        .doesNotContain("Je m’en occupe");
    assertThat(AlertHtml.mail(text)).doesNotContain("<a ");
  }

  @Test
  void boundsAnSms() {
    assertThat(text(Stage.step(0)).sms().length()).isLessThan(300);
    assertThat(text(Stage.step(0)).sms()).startsWith("Ma'a yegue CRITIQUE: 12 paiements");
  }

  @Test
  void speaksWellFormedXml() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    Document twiml =
        factory
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(text(Stage.step(0)).speech())));
    assertThat(twiml.getDocumentElement().getTagName()).isEqualTo("Response");
    assertThat(twiml.getElementsByTagName("Say").getLength()).isEqualTo(4);
    assertThat(twiml.getDocumentElement().getTextContent()).contains("<script>");
    assertThat(text(Stage.step(0)).speech().length()).isLessThan(4_000);
    assertThat(twiml.getElementsByTagName("Say").item(0).getTextContent())
        .isEqualTo("Alerte Ma'a yegue. 12 paiements en échec. Un message écrit vous dit la suite.");
    assertThat(twiml.getElementsByTagName("Say").item(1).getTextContent())
        .contains("12 payments failed")
        .doesNotContain("échec");
  }

  @Test
  void letsNothingBecomeMarkupInSlack() {
    assertThat(text(Stage.step(0)).slack())
        .contains("<" + LINK + "|Je m’en occupe · I take it on>")
        .doesNotContain("<script>", "<b>");
  }

  @Test
  void fillsATemplateOnce() {
    assertThat(AlertHtml.fill("page.html", Map.of("heading", "{{!content}} $1 \\", "app", "a")))
        .contains("<h1>{{!content}} $1 \\ ");
  }

  private static AlertText text(Stage stage) {
    return new AlertText(
        AckLinkTest.incident("payment-failures"),
        stage,
        "Ma'a yegue",
        ZoneId.of("Africa/Douala"),
        stage.asks() ? Optional.of(LINK) : Optional.empty(),
        "docs/playbooks/payment-failures.md");
  }
}
