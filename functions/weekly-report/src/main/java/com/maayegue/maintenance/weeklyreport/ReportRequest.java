package com.maayegue.maintenance.weeklyreport;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;

/**
 * What a message asks for.
 *
 * @param resend whether a new edition replaces the one that was sent
 */
record ReportRequest(ReportWeek week, boolean resend) {
  private static final Set<String> FIELDS = Set.of("week", "resend", "dryRun");

  /**
   * Reads a message; one without a week is about the last that is over.
   *
   * @throws IllegalArgumentException naming what is wrong, and what was expected
   */
  static ReportRequest read(JsonObject message, Instant now, ZoneId zone) {
    for (String field : message.keySet()) {
      if (!FIELDS.contains(field)) {
        throw new IllegalArgumentException(
            "message: expected week, resend or dryRun, but there is '"
                + Figure.bounded(field, 40)
                + "'");
      }
    }
    JsonElement week = message.get("week");
    ReportWeek asked = week == null ? ReportWeek.before(now, zone) : ReportWeek.parse(text(week));
    if (asked.end(zone).isAfter(now)) {
      throw new IllegalArgumentException(
          "week: expected one that is over, but "
              + asked.label()
              + " ends on "
              + asked.sunday()
              + " and it is "
              + now.atZone(zone).toLocalDate());
    }
    boolean resend = message.has("resend") && flag(message.get("resend"));
    if (resend && week == null) {
      throw new IllegalArgumentException("resend: expected together with a week");
    }
    return new ReportRequest(asked, resend);
  }

  private static String text(JsonElement element) {
    if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
      throw new IllegalArgumentException(
          "week: expected a text such as 2025-W41, but it is "
              + Figure.bounded(element.toString(), 40));
    }
    return element.getAsString();
  }

  private static boolean flag(JsonElement element) {
    if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isBoolean()) {
      throw new IllegalArgumentException("resend: expected true or false");
    }
    return element.getAsBoolean();
  }
}
