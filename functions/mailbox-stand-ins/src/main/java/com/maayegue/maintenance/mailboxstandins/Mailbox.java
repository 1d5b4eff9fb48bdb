package com.maayegue.maintenance.mailboxstandins;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.maayegue.maintenance.mailboxstandins.Delivered.Medium;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** GreenMail: an SMTP server that takes mail to anybody and delivers none of it. */
final class Mailbox implements AutoCloseable {
  private final GreenMail greenMail;
  private final Archive archive;

  private Mailbox(GreenMail greenMail, Archive archive) {
    this.greenMail = greenMail;
    this.archive = archive;
  }

  /**
   * Starts it.
   *
   * @throws IOException when it cannot
   */
  static Mailbox start(int port, Archive archive) throws IOException {
    ServerSetup setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
    GreenMail greenMail = new GreenMail(setup);
    Mailbox mailbox = new Mailbox(greenMail, archive);
    try {
      greenMail.start();
      UserManager users = greenMail.getUserManager();
      GreenMailUser everybody = users.createUser("everybody@localhost", "everybody", "");
      users.setMessageDeliveryHandler(
          (mail, to) -> {
            mailbox.keep(mail.getMessage(), to.getEmail());
            return everybody;
          });
    } catch (UserException | IllegalStateException notStarted) {
      greenMail.stop();
      throw new IOException("no mailbox on port " + port, notStarted);
    }
    return mailbox;
  }

  int port() {
    return greenMail.getSmtp().getPort();
  }

  private void keep(MimeMessage mail, String to) throws MessagingException {
    try {
      ByteArrayOutputStream raw = new ByteArrayOutputStream();
      mail.writeTo(raw);
      archive.add(
          Medium.EMAIL,
          to,
          Optional.ofNullable(mail.getSubject()).orElse(""),
          part(mail.getContent(), "text/plain").orElse(""),
          part(mail.getContent(), "text/html"),
          raw.toString(StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new MessagingException("a mail that cannot be read", unreadable);
    }
  }

  private static Optional<String> part(Object content, String type)
      throws MessagingException, IOException {
    if (content instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart part = parts.getBodyPart(i);
        if (part.isMimeType(type)) {
          return Optional.of(part.getContent().toString());
        }
        // HTML with pictures is one part, of several.
        if (part.isMimeType("multipart/*")) {
          Optional<String> inner = part(part.getContent(), type);
          if (inner.isPresent()) {
            return inner;
          }
        }
      }
      return Optional.empty();
    }
    return type.equals("text/plain") ? Optional.of(content.toString()) : Optional.empty();
  }

  @Override
  public void close() {
    greenMail.stop();
  }
}
