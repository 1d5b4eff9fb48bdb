package com.maayegue.maintenance.alertchannels;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;

/** Sends e-mail by SMTP, one connection a mail, with text and HTML. Safe for several threads. */
public final class EmailChannel {
  private static final int LONGEST_SUBJECT = 180;

  private final SmtpServer server;
  private final Properties properties;
  private final InstantSource clock;

  /**
   * Sends through {@code server}.
   *
   * @param patience for each answer of the server
   * @param trust whose certificates are believed, or those that Java believes
   */
  public EmailChannel(
      SmtpServer server, Duration patience, Optional<SSLSocketFactory> trust, InstantSource clock) {
    this.server = server;
    this.properties = properties(server, patience);
    this.clock = clock;
    trust.ifPresent(factory -> properties.put("mail.smtp.ssl.socketFactory", factory));
  }

  private static Properties properties(SmtpServer server, Duration patience) {
    Properties properties = new Properties();
    String millis = Long.toString(patience.toMillis());
    properties.setProperty("mail.smtp.host", server.host());
    properties.setProperty("mail.smtp.port", Integer.toString(server.port()));
    properties.setProperty("mail.smtp.connectiontimeout", millis);
    properties.setProperty("mail.smtp.timeout", millis);
    properties.setProperty("mail.smtp.writetimeout", millis);
    properties.setProperty("mail.smtp.auth", Boolean.toString(server.user().isPresent()));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.setProperty("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
    server.security().configure(properties);
    return properties;
  }

  /** Sends a mail once. */
  public Receipt send(Mail mail) {
    Session session = Session.getInstance(properties);
    try {
      MimeMessage message = message(session, mail);
      Transport transport = session.getTransport("smtp");
      Optional<Receipt> refused = connect(transport);
      Receipt receipt = refused.isPresent() ? refused.get() : send(transport, message);
      hangUp(transport);
      return receipt;
    } catch (MessagingException unwritable) {
      return SmtpFailure.beforeSending(unwritable);
    }
  }

  private static void hangUp(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException gone) {
      // All was said: what became of the mail is known, and a failed goodbye does not change it.
    }
  }

  private Optional<Receipt> connect(Transport transport) {
    try {
      transport.connect(server.user().orElse(null), server.password().orElse(null));
      return Optional.empty();
    } catch (MessagingException notConnected) {
      return Optional.of(SmtpFailure.beforeSending(notConnected));
    }
  }

  private static Receipt send(Transport transport, MimeMessage message) throws MessagingException {
    String id = message.getMessageID();
    try {
      transport.sendMessage(message, message.getAllRecipients());
      return new Receipt.Sent(id);
    } catch (MessagingException failure) {
      return SmtpFailure.whileSending(failure);
    }
  }

  private MimeMessage message(Session session, Mail mail) throws MessagingException {
    String domain = server.from().substring(server.from().indexOf('@') + 1).replaceAll("[<>]", "");
    MimeMessage message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + token(mail.id()) + "@" + domain + ">");
          }
        };
    message.setFrom(new InternetAddress(server.from(), true));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
    message.setSubject(Bounded.line(mail.subject(), LONGEST_SUBJECT), UTF_8.name());
    message.setSentDate(Date.from(clock.instant()));
    message.setHeader("References", "<" + token(mail.thread()) + "@" + domain + ">");
    message.setHeader("Auto-Submitted", "auto-generated");
    MimeBodyPart text = new MimeBodyPart();
    text.setText(mail.text(), UTF_8.name());
    message.setContent(new MimeMultipart("alternative", text, shown(mail)));
    message.saveChanges();
    return message;
  }

  /** The HTML, with its pictures if it has any. */
  private static MimeBodyPart shown(Mail mail) throws MessagingException {
    MimeBodyPart html = new MimeBodyPart();
    html.setContent(mail.html(), "text/html; charset=UTF-8");
    if (mail.pictures().isEmpty()) {
      return html;
    }
    MimeMultipart related = new MimeMultipart("related", html);
    for (Map.Entry<String, byte[]> each : mail.pictures().entrySet()) {
      String id = token(each.getKey());
      MimeBodyPart picture = new MimeBodyPart();
      picture.setDataHandler(
          new DataHandler(new ByteArrayDataSource(each.getValue(), "image/png")));
      picture.setContentID("<" + id + ">");
      picture.setDisposition(Part.INLINE);
      picture.setFileName(id + ".png");
      related.addBodyPart(picture);
    }
    MimeBodyPart both = new MimeBodyPart();
    both.setContent(related);
    return both;
  }

  private static String token(String id) {
    return id.replaceAll("[^A-Za-z0-9.-]", "_");
  }
}
