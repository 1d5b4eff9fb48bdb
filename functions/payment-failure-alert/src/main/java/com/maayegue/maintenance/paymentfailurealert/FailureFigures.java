package com.maayegue.maintenance.paymentfailurealert;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How many payments failed in one window of time, and at whom.
 *
 * @param failures those that failed
 * @param completed how many completed in the same time
 * @param end of the window
 */
record FailureFigures(
    List<FailedPayment> failures, long completed, Instant end, Duration window, ZoneId zone) {
  private static final int MOST_LISTED = 5;
  // What a provider wrote may hold a telephone number.
  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9][0-9 .-]{4,}[0-9]");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MM HH:mm");

  /** What counts of a payment that failed. */
  record FailedPayment(Instant at, String provider, String operator, String reason) {}

  private long attempts() {
    return failures.size() + completed;
  }

  private long percent() {
    return Math.round(100.0 * failures.size() / attempts());
  }

  String title() {
    long minutes = window.toMinutes();
    return "%d paiements en échec en %d min · %d failed payments in %d min"
        .formatted(failures.size(), minutes, failures.size(), minutes);
  }

  String summary() {
    String from = TIME.format(end.minus(window).atZone(zone));
    String to = TIME.format(end.atZone(zone));
    return "%d tentatives sur %d ont échoué (%d %%) du %s au %s (%s).\n"
            .formatted(failures.size(), attempts(), percent(), from, to, zone)
        + "%d of %d attempts failed (%d %%).\n".formatted(failures.size(), attempts(), percent())
        + "Prestataires · providers: "
        + by(FailedPayment::provider)
        + "\nOpérateurs · operators: "
        + by(FailedPayment::operator)
        + "\nRaisons · reasons: "
        + by(FailedPayment::reason);
  }

  Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    labels.put("failed", Integer.toString(failures.size()));
    labels.put("attempts", Long.toString(attempts()));
    labels.put("failedPercent", Long.toString(percent()));
    labels.put("providers", by(FailedPayment::provider));
    labels.put("operators", by(FailedPayment::operator));
    labels.put("reasons", by(FailedPayment::reason));
    return labels;
  }

  /** The five most frequent values with their counts, and how many have others. */
  private String by(Function<FailedPayment, String> property) {
    Map<String, Long> counts =
        failures.stream()
            .map(property)
            .map(value -> NUMBER.matcher(value).replaceAll("…"))
            .collect(Collectors.groupingBy(value -> value, TreeMap::new, Collectors.counting()));
    List<Map.Entry<String, Long>> most =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .limit(MOST_LISTED)
            .toList();
    long others = failures.size() - most.stream().mapToLong(Map.Entry::getValue).sum();
    String listed =
        most.stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    return others == 0 ? listed : listed + ", … " + others;
  }
}
