package com.maayegue.maintenance.core;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/**
 * Writes for Cloud Logging, which reads each line of the standard output as one JSON object (<a
 * href="https://cloud.google.com/logging/docs/structured-logging">structured logging</a>). Callers
 * give no token, no e-mail address and no row content.
 */
public final class RunLog {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final PrintStream out;
  private final String function;
  private final String project;

  /** Logs for {@code function} of {@code project} to {@code out}. */
  public RunLog(PrintStream out, String function, String project) {
    this.out = out;
    this.function = function;
    this.project = project;
  }

  /** The one line that sums up a run. */
  public void run(RunOutcome outcome, boolean dryRun, Duration took, Optional<String> trace) {
    JsonObject line = line(severity(outcome), function + " " + outcome.name() + explained(outcome));
    line.addProperty("outcome", outcome.name());
    line.add("counts", GSON.toJsonTree(outcome.counts()));
    if (!outcome.failures().isEmpty()) {
      line.add("failures", GSON.toJsonTree(outcome.failures()));
    }
    line.addProperty("dryRun", dryRun);
    line.addProperty("durationMs", took.toMillis());
    trace.ifPresent(
        id ->
            line.addProperty(
                "logging.googleapis.com/trace", "projects/" + project + "/traces/" + id));
    print(line);
  }

  /** Something worth a person's time. */
  public void warning(String message) {
    print(line("WARNING", message));
  }

  /** Something that was not done, and that nobody else will report. */
  public void error(String message) {
    print(line("ERROR", message));
  }

  /** How far a long step has come. */
  public void info(String message) {
    print(line("INFO", message));
  }

  private JsonObject line(String severity, String message) {
    JsonObject line = new JsonObject();
    line.addProperty("severity", severity);
    line.addProperty("message", message);
    line.addProperty("function", function);
    return line;
  }

  private void print(JsonObject line) {
    out.println(GSON.toJson(line));
    out.flush();
  }

  private static String severity(RunOutcome outcome) {
    if (outcome instanceof RunOutcome.Failed) {
      return "ERROR";
    }
    return outcome.failures().isEmpty() ? "INFO" : "WARNING";
  }

  private static String explained(RunOutcome outcome) {
    return outcome.reason().isEmpty() ? "" : ": " + outcome.reason();
  }
}
