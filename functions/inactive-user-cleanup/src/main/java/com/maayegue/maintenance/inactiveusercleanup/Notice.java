package com.maayegue.maintenance.inactiveusercleanup;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The mail that tells an owner of the coming deletion, in French and English. It names neither the
 * owner nor anything else that others wrote, so there is nothing in it to escape but the app's
 * name.
 *
 * @param appName how the app is called
 * @param day of the notice, in the operator's time zone
 * @param deleteAfter before which nothing is deleted
 */
record Notice(String appName, String day, Instant deleteAfter, ZoneId zone) {
  /** A notice given at {@code now}. */
  static Notice at(Instant now, CleanupSettings settings) {
    ZoneId zone = settings.common().timeZone();
    return new Notice(
        settings.appName(),
        now.atZone(zone).toLocalDate().toString(),
        now.plus(settings.noticePeriod()),
        zone);
  }

  /** The document that Firebase's "Trigger Email" extension turns into a mail. */
  Map<String, Object> mail(String email) {
    return Map.of(
        "to", List.of(email),
        "message", Map.of("subject", subject(), "text", text(), "html", html()));
  }

  private String subject() {
    return appName
        + " : votre compte sera supprimé le "
        + date(Locale.FRENCH)
        + " / your account will be deleted";
  }

  private String text() {
    return french() + "\n\n----------\n\n" + english() + "\n";
  }

  private String html() {
    return "<!doctype html><html><body><div lang=\"fr\">"
        + paragraphs(french())
        + "</div><hr><div lang=\"en\">"
        + paragraphs(english())
        + "</div></body></html>";
  }

  private String french() {
    return """
        Bonjour,

        Votre compte %1$s n'a pas été utilisé depuis longtemps. Sans nouvelle de votre part, il sera supprimé à partir du %2$s.

        Pour le garder, il suffit d'ouvrir l'application et de vous connecter avant cette date. Vous n'avez rien d'autre à faire.

        L'équipe %1$s"""
        .formatted(appName, date(Locale.FRENCH));
  }

  private String english() {
    return """
        Hello,

        Your %1$s account has not been used for a long time. Unless we hear from you, it will be deleted from %2$s on.

        To keep it, just open the app and sign in before that date. There is nothing else to do.

        The %1$s team"""
        .formatted(appName, date(Locale.ENGLISH));
  }

  private String date(Locale locale) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
        .withLocale(locale)
        .format(deleteAfter.atZone(zone));
  }

  private static String paragraphs(String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<p>" + escaped.replace("\n\n", "</p><p>") + "</p>";
  }
}
