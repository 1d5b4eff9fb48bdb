package com.maayegue.maintenance.alertchannels;

import java.util.Optional;
import java.util.Properties;

/**
 * The server that takes our mail.
 *
 * @param user and a password, when it wants them
 * @param password a secret
 * @param from the address that mail comes from
 */
public record SmtpServer(
    String host,
    int port,
    Security security,
    Optional<String> user,
    Optional<String> password,
    String from) {
  /** How the connection is kept private. */
  public enum Security {
    /** TLS from the first byte, as on port 465. */
    TLS {
      @Override
      void configure(Properties properties) {
        properties.setProperty("mail.smtp.ssl.enable", "true");
      }
    },
    /** TLS before anything is said; a server without it gets nothing. */
    STARTTLS {
      @Override
      void configure(Properties properties) {
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", "true");
      }
    },
    /** None: only for a mailbox on the same machine. */
    NONE {
      @Override
      void configure(Properties properties) {
        properties.setProperty("mail.smtp.starttls.enable", "false");
      }
    };

    abstract void configure(Properties properties);
  }

  @Override
  public String toString() {
    return "SMTP server " + host + ":" + port;
  }
}
