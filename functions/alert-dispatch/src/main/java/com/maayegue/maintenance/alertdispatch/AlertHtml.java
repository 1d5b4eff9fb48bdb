package com.maayegue.maintenance.alertdispatch;

import static com.maayegue.maintenance.alertdispatch.AlertText.xml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The e-mail and the pages, of templates; every value in them is escaped. */
final class AlertHtml {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(!?)([a-z]+)}}");

  private AlertHtml() {}

  /** The e-mail of an alert. */
  static String mail(AlertText text) {
    Map<String, String> values = values(text);
    values.put(
        "button",
        text.link()
            .map(
                uri ->
                    "<p style=\"margin:24px 0 8px\"><a class=\"button\" href=\""
                        + xml(uri.toString())
                        + "\" style=\"background:#0a6b43;color:#ffffff;border-radius:6px;"
                        + "padding:12px 20px;text-decoration:none;font-weight:600;"
                        + "display:inline-block\">Je m’en occupe · I take it on</a></p>")
            .orElse(""));
    return fill("mail.html", values);
  }

  /** What an e-mail and the page of an incident have in common. */
  static Map<String, String> values(AlertText text) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("app", text.app());
    values.put("state", text.state());
    values.put("colour", colour(text));
    values.put("title", text.facts().title());
    values.put("summary", text.facts().summary());
    values.put("labels", labels(text));
    values.put("since", sentence("Depuis le ", text.since(Locale.FRENCH), text.timesFrench()));
    values.put("sincetoo", sentence("Since ", text.since(Locale.ENGLISH), text.timesEnglish()));
    text.until(Locale.FRENCH)
        .ifPresent(end -> values.merge("since", ", jusqu’au " + end, String::concat));
    text.until(Locale.ENGLISH)
        .ifPresent(end -> values.merge("sincetoo", ", until " + end, String::concat));
    values.put("playbook", text.playbook());
    return values;
  }

  private static String sentence(String start, String since, String times) {
    return start + since + (times.isEmpty() ? "" : " (" + times + ")");
  }

  private static String colour(AlertText text) {
    if (!text.stage().asks()) {
      return "#0a6b43";
    }
    return switch (text.facts().severity()) {
      case CRITICAL -> "#b3261e";
      case HIGH -> "#b3261e";
      case WARNING -> "#8a5a00";
      case INFO -> "#2f5d8a";
    };
  }

  private static String labels(AlertText text) {
    StringBuilder rows = new StringBuilder();
    text.facts()
        .labels()
        .forEach(
            (name, value) ->
                rows.append("<tr><th scope=\"row\" style=\"text-align:left;font-weight:600;")
                    .append("padding:2px 16px 2px 0;vertical-align:top\">")
                    .append(xml(name))
                    .append("</th><td style=\"padding:2px 0\">")
                    .append(xml(value))
                    .append("</td></tr>"));
    return rows.toString();
  }

  /**
   * A template with its places filled.
   *
   * @param values for {@code {{name}}}, escaped; for {@code {{!name}}} as they are
   */
  static String fill(String template, Map<String, String> values) {
    Matcher places = PLACE.matcher(resource(template));
    return places.replaceAll(
        place -> {
          String value = values.getOrDefault(place.group(2), "");
          return Matcher.quoteReplacement(place.group(1).isEmpty() ? xml(value) : value);
        });
  }

  static String resource(String name) {
    try (InputStream in = AlertHtml.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
