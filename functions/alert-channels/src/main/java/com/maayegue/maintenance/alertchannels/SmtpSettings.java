package com.maayegue.maintenance.alertchannels;

import com.maayegue.maintenance.core.Env;
import java.util.Optional;
import java.util.regex.Pattern;

/** The mail server, as the environment has it. */
public final class SmtpSettings {
  private static final Pattern SECURITY = Pattern.compile("auto|tls|starttls");
  private static final Pattern ADDRESS = Pattern.compile(".*[^@\\s]+@[^@\\s]+.*|");
  private static final int TLS_PORT = 465;

  private SmtpSettings() {}

  /**
   * Reads {@code SMTP_HOST} and what belongs to it.
   *
   * @return empty when there is no host
   */
  public static Optional<SmtpServer> from(Env env) {
    int port = env.number("SMTP_PORT", 587, 1, 65_535);
    String security = env.matching("SMTP_SECURITY", "auto", SECURITY, "auto, tls or starttls");
    Optional<String> user = env.optional("SMTP_USER");
    Optional<String> password = env.optional("SMTP_PASSWORD");
    String from = env.matching("MAIL_FROM", "", ADDRESS, "an e-mail address");
    Optional<String> host = env.optional("SMTP_HOST");
    if (host.isEmpty()) {
      return Optional.empty();
    }
    if (from.isEmpty()) {
      env.problem("MAIL_FROM", "expected an address, as SMTP_HOST is set");
    }
    if (user.isPresent() != password.isPresent()) {
      env.problem("SMTP_USER", "expected to be set together with SMTP_PASSWORD");
    }
    return Optional.of(
        new SmtpServer(
            host.get(), port, security(security, host.get(), port), user, password, from));
  }

  private static SmtpServer.Security security(String word, String host, int port) {
    return switch (word) {
      case "tls" -> SmtpServer.Security.TLS;
      case "starttls" -> SmtpServer.Security.STARTTLS;
      default ->
          Urls.isLoopback(host)
              ? SmtpServer.Security.NONE
              : port == TLS_PORT ? SmtpServer.Security.TLS : SmtpServer.Security.STARTTLS;
    };
  }
}
