package com.maayegue.maintenance.alertdispatch;

import com.maayegue.maintenance.alertchannels.Bounded;
import com.maayegue.maintenance.alertchannels.SlackChannel;
import com.maayegue.maintenance.alertdispatch.Incident.Facts;
import java.net.URI;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a person reads or hears of an incident, in French and English.
 *
 * @param app how the app is called
 * @param link to acknowledge; only where something is to be done
 * @param playbook where it says what to do
 */
record AlertText(
    Incident incident, Stage stage, String app, ZoneId zone, Optional<URI> link, String playbook) {
  // Two parts of an SMS without accents, one and a half with them, and a link.
  private static final int LONGEST_SMS = 200;
  private static final int LONGEST_SPEECH = 300;

  private String french() {
    return switch (stage.kind()) {
      case STEP -> severityFrench();
      case REPEAT -> "RAPPEL " + stage.number() + " · " + severityFrench();
      case RESOLVED -> "RÉSOLU";
      case ACKNOWLEDGED -> "PRIS EN CHARGE";
    };
  }

  private String english() {
    return switch (stage.kind()) {
      case STEP -> severityEnglish();
      case REPEAT -> "REMINDER " + stage.number() + " · " + severityEnglish();
      case RESOLVED -> "RESOLVED";
      case ACKNOWLEDGED -> "ACKNOWLEDGED";
    };
  }

  private String severityFrench() {
    return switch (facts().severity()) {
      case CRITICAL -> "CRITIQUE";
      case HIGH -> "URGENT";
      case WARNING -> "ATTENTION";
      case INFO -> "INFORMATION";
    };
  }

  private String severityEnglish() {
    return switch (facts().severity()) {
      case CRITICAL -> "CRITICAL";
      case HIGH -> "URGENT";
      case WARNING -> "WARNING";
      case INFO -> "INFORMATION";
    };
  }

  Facts facts() {
    return incident.facts();
  }

  /** What happened, in one word or two: French, and English when it differs. */
  String state() {
    return french().equals(english()) ? french() : french() + " · " + english();
  }

  String subject() {
    return "[" + app + "] " + french() + " : " + title(0);
  }

  /** The French (0) or English (1) half of a title like {@code échec · failure}; or all of it. */
  private String title(int language) {
    String[] halves = facts().title().split(" · ", -1);
    return halves.length == 2 ? halves[language] : facts().title();
  }

  /** Since when, in the zone. */
  String since(Locale locale) {
    String pattern = locale.equals(Locale.FRENCH) ? "d MMMM 'à' HH:mm" : "d MMMM 'at' HH:mm";
    return DateTimeFormatter.ofPattern(pattern, locale)
        .withZone(zone)
        .format(incident.sightings().first());
  }

  /** Until when; only of what is resolved. */
  Optional<String> until(Locale locale) {
    String pattern = locale.equals(Locale.FRENCH) ? "d MMMM 'à' HH:mm" : "d MMMM 'at' HH:mm";
    return incident
        .resolvedAt()
        .map(DateTimeFormatter.ofPattern(pattern, locale).withZone(zone)::format);
  }

  /** How often, in French; empty when once. */
  String timesFrench() {
    return repeated(" alertes", " retour", " retours");
  }

  /** How often, in English; empty when once. */
  String timesEnglish() {
    return repeated(" alerts", " return", " returns");
  }

  private String repeated(String alerts, String oneFlap, String flaps) {
    long count = incident.sightings().count();
    long back = incident.sightings().flaps();
    String text = count > 1 ? count + alerts : "";
    return back == 0 ? text : text + ", " + back + (back == 1 ? oneFlap : flaps);
  }

  /** The body of an e-mail without HTML. */
  String mail() {
    String times = timesFrench().isEmpty() ? "" : " (" + timesFrench() + ")";
    String timesToo = timesEnglish().isEmpty() ? "" : " (" + timesEnglish() + ")";
    StringBuilder text = new StringBuilder();
    text.append(state()).append("\n").append(facts().title()).append("\n\n");
    text.append(facts().summary()).append("\n\n");
    facts().labels().forEach((name, value) -> text.append(name + ": " + value + "\n"));
    text.append("\nDepuis le ").append(since(Locale.FRENCH)).append(times);
    until(Locale.FRENCH).ifPresent(end -> text.append(", jusqu’au ").append(end));
    text.append("\nSince ").append(since(Locale.ENGLISH)).append(timesToo);
    until(Locale.ENGLISH).ifPresent(end -> text.append(", until ").append(end));
    text.append("\n\nQue faire · What to do: ").append(playbook).append("\n");
    link.ifPresent(
        uri -> text.append("\nJe m’en occupe · I take it on:\n").append(uri).append("\n"));
    return text.toString();
  }

  /** An SMS. */
  String sms() {
    String text = Bounded.line(app + " " + french() + ": " + title(0), LONGEST_SMS);
    return text + link.map(uri -> "\nJe m'en occupe: " + uri).orElse("");
  }

  /** A Slack message, in its mark-up. */
  String slack() {
    String text =
        "*"
            + SlackChannel.escaped(state())
            + "*\n*"
            + SlackChannel.escaped(facts().title())
            + "*\n"
            + SlackChannel.escaped(Bounded.text(facts().summary(), 1_200))
            + "\n"
            + SlackChannel.escaped(labels())
            + "\nDepuis le "
            + since(Locale.FRENCH)
            + (timesFrench().isEmpty() ? "" : ", " + timesFrench())
            + "\nQue faire · What to do: "
            + SlackChannel.escaped(playbook);
    return text + link.map(uri -> "\n<" + uri + "|Je m’en occupe · I take it on>").orElse("");
  }

  private String labels() {
    return facts().labels().entrySet().stream()
        .map((Map.Entry<String, String> label) -> label.getKey() + ": " + label.getValue())
        .collect(Collectors.joining(" · "));
  }

  /** What a phone call says, twice, in French and in English: TwiML. */
  String speech() {
    String french =
        "<Say language=\"fr-FR\">Alerte "
            + xml(app)
            + ". "
            + xml(Bounded.line(title(0), LONGEST_SPEECH))
            + ". Un message écrit vous dit la suite.</Say>";
    String english =
        "<Say language=\"en-US\">Alert from "
            + xml(app)
            + ". "
            + xml(Bounded.line(title(1), LONGEST_SPEECH))
            + ". A written message tells you more.</Say>";
    String once = french + "<Pause length=\"1\"/>" + english;
    return "<Response>" + once + "<Pause length=\"2\"/>" + once + "</Response>";
  }

  /** Text for XML and HTML. */
  static String xml(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
