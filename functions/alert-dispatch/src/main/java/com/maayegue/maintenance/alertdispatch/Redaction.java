package com.maayegue.maintenance.alertdispatch;

import com.maayegue.maintenance.alertchannels.Bounded;
import com.maayegue.maintenance.alertdispatch.Incident.Facts;
import com.maayegue.maintenance.pubsub.Alert;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Takes out of an alert what no message may hold, and bounds the rest. Publishers give nothing
 * personal; this is for the day on which one does.
 */
final class Redaction {
  private static final int LONGEST_TITLE = 160;
  private static final int LONGEST_SUMMARY = 1_500;
  private static final int MOST_LABELS = 20;
  private static final int LONGEST_LABEL = 120;

  private static final String GONE = "[…]";
  // Keys of Stripe, Slack, Google, Twilio and GitHub; tokens; JWTs; what follows a word for a
  // secret; 40 and more characters that no word or path has.
  private static final Pattern SECRET =
      Pattern.compile(
          "\\b(?:sk|pk|rk)_(?:live|test)_\\w+|\\bwhsec_\\w+|\\bxox[a-z]-[\\w-]+|\\bAIza[\\w-]{20,}"
              + "|\\bgh[a-z]_\\w{20,}|\\bSK[0-9a-f]{32}\\b|\\bya29\\.[\\w.-]+"
              + "|\\beyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*"
              + "|hooks\\.slack\\.com/services/\\S+"
              + "|(?i:\\b(?:bearer|basic|token)\\s+)[\\w.~+/=-]{8,}"
              + "|(?i:\\b(?:password|passwd|secret|api[_-]?key|token)\\s*[=:]\\s*)\\S+"
              + "|(?<![\\w/.-])(?=\\w*\\d)(?=\\w*[A-Za-z])[A-Za-z0-9+_]{40,}={0,2}");
  private static final Pattern EMAIL =
      Pattern.compile("[\\w.+%-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63})+");
  // International, or Cameroonian without a prefix: nine digits that begin with 6 or 2.
  private static final Pattern PHONE =
      Pattern.compile(
          "(?<![\\w.+-])(?:\\+|00)[1-9](?:[ .-]?\\d){7,13}(?!\\w)"
              + "|(?<![\\w.+:-])(?:237[ .-]?)?[62](?:[ .-]?\\d){8}(?![\\w-]|[.:]\\d)");
  // Card numbers: 13 to 19 digits, in groups.
  private static final Pattern CARD =
      Pattern.compile("(?<![\\w.-])\\d{4}(?:[ -]?\\d{4}){2}[ -]?\\d{1,7}(?![\\w.-])");

  private Redaction() {}

  /** An alert's facts. */
  static Facts facts(Alert alert) {
    Map<String, String> labels = new TreeMap<>();
    alert.labels().entrySet().stream()
        .limit(MOST_LABELS)
        .forEach(
            label -> labels.put(line(label.getKey(), 60), line(label.getValue(), LONGEST_LABEL)));
    return new Facts(
        alert.rule(),
        alert.severity(),
        line(alert.title(), LONGEST_TITLE),
        text(alert.summary(), LONGEST_SUMMARY),
        labels,
        line(alert.playbook(), LONGEST_LABEL));
  }

  /** One line. */
  static String line(String text, int most) {
    return Bounded.line(redacted(Bounded.line(text, 4 * most)), most);
  }

  /** Several lines; control characters but line ends are gone. */
  static String text(String text, int most) {
    // Cut first, as patterns take their time on a megabyte; with room for what goes.
    String cut = Bounded.text(text, 4 * most).replaceAll("[\\p{Cntrl}&&[^\\n]]", " ");
    return Bounded.text(redacted(cut).strip(), most);
  }

  private static String redacted(String text) {
    String result = SECRET.matcher(text).replaceAll(GONE);
    result = EMAIL.matcher(result).replaceAll(GONE);
    result = CARD.matcher(result).replaceAll(GONE);
    return PHONE.matcher(result).replaceAll(GONE);
  }
}
