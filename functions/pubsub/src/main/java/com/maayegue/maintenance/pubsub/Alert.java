package com.maayegue.maintenance.pubsub;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A message to the alert topic.
 *
 * @param rule the name of the alert, and of its playbook
 * @param title one line for a person
 * @param summary what was seen and what to look at; nothing personal
 * @param dedupKey alerts of one key are one incident; fit to be a Firestore document id
 * @param playbook where it says what to do, in the project's docs
 */
public record Alert(
    String rule,
    Severity severity,
    Status status,
    String title,
    String summary,
    Map<String, String> labels,
    String dedupKey,
    Instant occurredAt,
    String playbook) {

  /** How soon a person has to know. */
  public enum Severity {
    CRITICAL,
    HIGH,
    WARNING,
    INFO
  }

  /** Whether the cause is there or has gone. */
  public enum Status {
    FIRING,
    RESOLVED
  }

  /** The alert that a run of {@code function} failed. */
  public static Alert runFailed(String function, String cause, String summary, Instant now) {
    return ofRun(
        function,
        Status.FIRING,
        function + " failed: " + cause,
        summary,
        Map.of("cause", cause),
        now);
  }

  /** The end of {@link #runFailed}. */
  public static Alert runRecovered(String function, Instant now) {
    return ofRun(
        function,
        Status.RESOLVED,
        function + " works again",
        "The last run ended well.",
        Map.of(),
        now);
  }

  private static Alert ofRun(
      String function,
      Status status,
      String title,
      String summary,
      Map<String, String> more,
      Instant now) {
    String rule = function + "-failed";
    Map<String, String> labels = new TreeMap<>(more);
    labels.put("function", function);
    return new Alert(
        rule,
        Severity.HIGH,
        status,
        title,
        summary,
        labels,
        rule,
        now,
        "docs/playbooks/" + rule + ".md");
  }

  /** The same, as an incident of one database alone; one of none stays as it is. */
  public Alert of(Optional<String> database) {
    if (database.isEmpty()) {
      return this;
    }
    Map<String, String> more = new TreeMap<>(labels);
    more.put("database", database.get());
    return new Alert(
        rule,
        severity,
        status,
        database.get() + ": " + title,
        summary,
        more,
        dedupKey + "-" + database.get(),
        occurredAt,
        playbook);
  }

  /**
   * Reads the wire format of the alert topic. Summary, labels and playbook may be absent; a field
   * that is not of the contract is ignored.
   *
   * @throws IllegalArgumentException naming everything that is missing or wrong
   */
  public static Alert parse(JsonObject json) {
    return AlertReader.read(json);
  }

  /** The wire format of the alert topic. */
  public String toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("rule", rule);
    json.addProperty("severity", lowerCase(severity));
    json.addProperty("status", lowerCase(status));
    json.addProperty("title", title);
    json.addProperty("summary", summary);
    JsonObject labelled = new JsonObject();
    labels.forEach(labelled::addProperty);
    json.add("labels", labelled);
    json.addProperty("dedupKey", dedupKey);
    json.addProperty("occurredAt", occurredAt.toString());
    json.addProperty("playbook", playbook);
    return json.toString();
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
