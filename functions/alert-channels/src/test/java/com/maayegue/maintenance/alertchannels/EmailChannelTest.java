package com.maayegue.maintenance.alertchannels;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.alertchannels.ScriptedSmtp.Privacy;
import com.maayegue.maintenance.alertchannels.SmtpServer.Security;
import com.maayegue.maintenance.localstorage.LocalCertificate;
import com.maayegue.maintenance.mailboxstandins.Delivered;
import com.maayegue.maintenance.mailboxstandins.StandIns;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailChannelTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2025-10-07T02:00:00Z"));
  private static final Mail MAIL =
      new Mail(
          "payment-failures.1-step0-ops-email",
          "payment-failures.1",
          "ops@maayegue.com",
          "[Ma'a yegue] CRITIQUE : douze échecs\r\nBcc: everybody@example.com",
          "Douze paiements ont échoué.",
          "<p>Douze paiements ont échoué.</p>");

  @TempDir private static Path folder;
  private static SSLContext tls;

  @BeforeAll
  static void makeACertificate() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    char[] password = LocalCertificate.PASSWORD.toCharArray();
    try (InputStream in = Files.newInputStream(LocalCertificate.in(folder))) {
      keys.load(in, password);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, password);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("localhost", keys.getCertificate("localhost"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    tls = SSLContext.getInstance("TLS");
    tls.init(own.getKeyManagers(), trust.getTrustManagers(), null);
  }

  @Test
  void sendsTextAndHtmlThatAMailboxShows() throws Exception {
    try (StandIns mailbox = StandIns.start()) {
      SmtpServer server = server(mailbox.smtpPort(), Security.NONE);
      EmailChannel channel =
          new EmailChannel(server, Duration.ofSeconds(10), Optional.empty(), CLOCK);
      assertThat(channel.send(MAIL)).isInstanceOf(Receipt.Sent.class);
      assertThat(mailbox.delivered())
          .singleElement()
          .satisfies(
              mail -> {
                assertThat(mail.medium()).isEqualTo(Delivered.Medium.EMAIL);
                assertThat(mail.to()).isEqualTo("ops@maayegue.com");
                assertThat(mail.subject())
                    .isEqualTo("[Ma'a yegue] CRITIQUE : douze échecs Bcc: everybody@example.com");
                assertThat(mail.text()).contains("Douze paiements ont échoué.");
                assertThat(mail.html())
                    .hasValueSatisfying(html -> assertThat(html).contains("<p>"));
                assertThat(mail.raw())
                    .contains("Message-ID: <payment-failures.1-step0-ops-email@maayegue.com>")
                    .contains("References: <payment-failures.1@maayegue.com>")
                    .contains("Auto-Submitted: auto-generated")
                    .doesNotContainPattern("(?m)^Bcc:");
              });
    }
  }

  @Test
  void sendsPicturesThatTheHtmlShows() throws Exception {
    try (StandIns mailbox = StandIns.start()) {
      EmailChannel channel =
          new EmailChannel(
              server(mailbox.smtpPort(), Security.NONE),
              Duration.ofSeconds(10),
              Optional.empty(),
              CLOCK);
      byte[] picture = {(byte) 0x89, 'P', 'N', 'G'};
      Mail mail =
          new Mail(
              "report-1",
              "report",
              "ops@maayegue.com",
              "Rapport",
              "En texte",
              "<img src=\"cid:users\" alt=\"\">",
              Map.of("users", picture));
      assertThat(channel.send(mail)).isInstanceOf(Receipt.Sent.class);
      Delivered delivered = mailbox.delivered().get(0);
      assertThat(delivered.text()).contains("En texte");
      assertThat(delivered.html()).contains("<img src=\"cid:users\" alt=\"\">");
      assertThat(delivered.raw())
          .contains("multipart/alternative")
          .contains("multipart/related")
          .contains("Content-ID: <users>")
          .contains("image/png");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Privacy.class,
      names = {"TLS", "STARTTLS"})
  void keepsTheConnectionPrivate(Privacy privacy) throws Exception {
    try (ScriptedSmtp smtp = new ScriptedSmtp(privacy, tls, Map.of())) {
      SmtpServer server =
          new SmtpServer(
              "127.0.0.1",
              smtp.port(),
              Security.valueOf(privacy.name()),
              Optional.of("maintenance"),
              Optional.of("pass"),
              "alerts@maayegue.com");
      EmailChannel channel =
          new EmailChannel(
              server, Duration.ofSeconds(10), Optional.of(tls.getSocketFactory()), CLOCK);
      assertThat(channel.send(MAIL)).isInstanceOf(Receipt.Sent.class);
      assertThat(smtp.mails).hasSize(1);
      assertThat(smtp.commands).contains("AUTH");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Privacy.class,
      names = {"TLS", "STARTTLS"})
  void saysNothingToAServerWhoseCertificateNobodyTrusts(Privacy privacy) throws Exception {
    try (ScriptedSmtp smtp = new ScriptedSmtp(privacy, tls, Map.of())) {
      SmtpServer server = server(smtp.port(), Security.valueOf(privacy.name()));
      EmailChannel channel =
          new EmailChannel(server, Duration.ofSeconds(10), Optional.empty(), CLOCK);
      assertThat(channel.send(MAIL)).isInstanceOf(Receipt.Failed.class);
      assertThat(smtp.commands).doesNotContain("MAIL", "AUTH", "DATA");
    }
  }

  @Test
  void saysNothingToAServerThatTakesStarttlsAway() throws Exception {
    try (ScriptedSmtp smtp = new ScriptedSmtp(Privacy.NONE, tls, Map.of())) {
      assertThat(send(smtp.port(), Security.STARTTLS)).isInstanceOf(Receipt.Failed.class);
      assertThat(smtp.commands).doesNotContain("MAIL", "AUTH", "DATA");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hello, gone,     Failed,  true",
    "hello, silence,  Failed,  true",
    "hello, 421 busy, Failed,  true",
    "MAIL,  451 later, Failed, true",
    "MAIL,  550 never, Failed, false",
    "RCPT,  450 grey ops@maayegue.com, Failed, true",
    "RCPT,  550 ops@maayegue.com is nobody, Failed, false",
    "DATA,  451 later, Failed, true",
    "DATA,  554 never, Failed, false",
    ".,     452 full,  Failed, true",
    ".,     552 big,   Failed, false",
    ".,     gone,      Unknown, false",
    ".,     silence,   Unknown, false",
  })
  void tellsWhatBecameOfAMail(String command, String reply, String kind, boolean later)
      throws Exception {
    try (ScriptedSmtp smtp = new ScriptedSmtp(Privacy.NONE, tls, Map.of(command, reply))) {
      Receipt receipt = send(smtp.port(), Security.NONE, patience(reply));
      assertThat(receipt.getClass().getSimpleName()).isEqualTo(kind);
      if (receipt instanceof Receipt.Failed failed) {
        assertThat(failed.later()).isEqualTo(later);
      }
      assertThat(receipt.toString()).doesNotContain("@");
      assertThat(smtp.mails).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ScriptedSmtp.GONE, ScriptedSmtp.SILENCE, "500 what"})
  void knowsThatAMailWasTakenHoweverTheServerSaysGoodbye(String goodbye) throws Exception {
    try (ScriptedSmtp smtp = new ScriptedSmtp(Privacy.NONE, tls, Map.of("QUIT", goodbye))) {
      assertThat(send(smtp.port(), Security.NONE, patience(goodbye)))
          .isInstanceOf(Receipt.Sent.class);
      assertThat(smtp.mails).hasSize(1);
    }
  }

  @Test
  void triesAgainLaterWhenNobodyListens() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    assertThat(send(nobody, Security.NONE))
        .isEqualTo(
            new Receipt.Failed(
                "the SMTP server cannot be reached: ConnectException", true, Optional.empty()));
  }

  @Test
  void givesUpOnAWrongPassword() throws Exception {
    try (ScriptedSmtp smtp = new ScriptedSmtp(Privacy.NONE, tls, Map.of("AUTH", "535 no"))) {
      SmtpServer server =
          new SmtpServer(
              "127.0.0.1",
              smtp.port(),
              Security.NONE,
              Optional.of("u"),
              Optional.of("hunter2"),
              "alerts@maayegue.com");
      Receipt receipt =
          new EmailChannel(server, Duration.ofSeconds(5), Optional.empty(), CLOCK).send(MAIL);
      assertThat(receipt)
          .isInstanceOfSatisfying(
              Receipt.Failed.class, failed -> assertThat(failed.later()).isFalse());
      assertThat(receipt.toString() + server).doesNotContain("hunter2");
    }
  }

  /** Short only where nothing comes. */
  private static Duration patience(String reply) {
    return reply.equals(ScriptedSmtp.SILENCE) ? Duration.ofMillis(300) : Duration.ofSeconds(10);
  }

  private static Receipt send(int port, Security security) {
    return send(port, security, Duration.ofSeconds(10));
  }

  private static Receipt send(int port, Security security, Duration patience) {
    return new EmailChannel(server(port, security), patience, Optional.empty(), CLOCK).send(MAIL);
  }

  private static SmtpServer server(int port, Security security) {
    return new SmtpServer(
        "127.0.0.1", port, security, Optional.empty(), Optional.empty(), "alerts@maayegue.com");
  }
}
