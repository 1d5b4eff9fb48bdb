package com.maayegue.maintenance.weeklyreport;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.Optional;

/** The JSON form of a report, which everything else is made of. */
final class ReportJson {
  // What a value that is not known has is no field at all, but a gap in a list is a null.
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private ReportJson() {}

  static String of(Report report) {
    return GSON.toJson(report) + "\n";
  }

  /** Reads one; empty for what is none of this schema. */
  static Optional<Report> parse(String json) {
    try {
      return Optional.ofNullable(GSON.fromJson(json, Report.class))
          .filter(report -> report.schema() == Report.SCHEMA);
    } catch (RuntimeException notAReport) {
      // Gson wraps what a record's constructor refuses.
      return Optional.empty();
    }
  }
}
