package com.maayegue.maintenance.costmonitor;

import com.google.cloud.Timestamp;
import com.maayegue.maintenance.costmonitor.Assessment.Outlook;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The form of {@code cost_snapshots/{day}}: what is known as the document's fields. */
final class SnapshotDocument {
  private SnapshotDocument() {}

  static Map<String, Object> metric(Assessment assessment) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("period", assessment.metric().period().name().toLowerCase(Locale.ROOT));
    fields.put("month", assessment.month().toString());
    assessment.limit().ifPresent(limit -> fields.put("limit", limit));
    assessment.usedPercent().ifPresent(percent -> fields.put("usedPercent", percent));
    fields.put("forecast", forecast(assessment));
    if (assessment.reading() instanceof Reading.Known known) {
      fields.put("status", "known");
      fields.put("value", known.value());
      fields.put("unit", known.unit());
      known.today().ifPresent(value -> fields.put("today", value));
      known.monthToDate().ifPresent(value -> fields.put("monthToDate", value));
      fields.put("asOf", timestamp(known.asOf()));
      known.detail().ifPresent(detail -> fields.put("detail", detail));
      known.budgetId().ifPresent(budget -> fields.put("budgetId", budget));
    } else if (assessment.reading() instanceof Reading.Unknown unknown) {
      fields.put("status", "unknown");
      fields.put("unit", assessment.metric().unit());
      fields.put("reason", unknown.french());
      fields.put("reasonEn", unknown.english());
    }
    return fields;
  }

  private static Map<String, Object> forecast(Assessment assessment) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("days", (long) assessment.historyDays());
    if (assessment.outlook().isEmpty()) {
      boolean known = assessment.reading() instanceof Reading.Known;
      fields.put("status", known ? "too-short" : "none");
      return fields;
    }
    Outlook outlook = assessment.outlook().get();
    fields.put("status", "ready");
    fields.put("confidence", Forecast.CONFIDENCE);
    fields.put("monthEnd", outlook.monthEnd().toString());
    fields.put("expected", outlook.atMonthEnd().expected());
    fields.put("low", outlook.atMonthEnd().low());
    fields.put("high", outlook.atMonthEnd().high());
    fields.put("trendPerWeek", outlook.perWeek());
    outlook.limitDay().ifPresent(day -> fields.put("limitDay", day.toString()));
    outlook.limitDayEarliest().ifPresent(day -> fields.put("limitDayEarliest", day.toString()));
    return fields;
  }

  static Map<String, Object> signal(SignalReport report) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("state", report.state().name().toLowerCase(Locale.ROOT));
    report.value().ifPresent(value -> fields.put("value", value));
    fields.put("threshold", report.threshold());
    fields.put("unit", report.unit());
    report.perWeek().ifPresent(trend -> fields.put("trendPerWeek", trend));
    fields.put("option", (long) report.signal().option());
    fields.put("titleFr", report.signal().french());
    fields.put("titleEn", report.signal().english());
    fields.put("adviceFr", report.signal().frenchAdvice());
    fields.put("adviceEn", report.signal().englishAdvice());
    report
        .unknown()
        .ifPresent(
            unknown -> {
              fields.put("reason", unknown.french());
              fields.put("reasonEn", unknown.english());
            });
    return fields;
  }

  static Timestamp timestamp(Instant instant) {
    // Firestore keeps microseconds: what is written is what is read again.
    return Timestamp.ofTimeSecondsAndNanos(
        instant.getEpochSecond(), instant.getNano() / 1000 * 1000);
  }
}
