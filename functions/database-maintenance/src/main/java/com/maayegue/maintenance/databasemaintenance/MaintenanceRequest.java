package com.maayegue.maintenance.databasemaintenance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a message asks for.
 *
 * @param task what to do; the weekly clean-up when the message does not say
 * @param target the schema version to migrate to; 0 for other tasks
 * @param database one of the configured ones; all of them when absent
 */
record MaintenanceRequest(Task task, int target, Optional<String> database) {
  private static final Set<String> KNOWN = Set.of("mode", "migrateTo", "database", "dryRun");

  /** What there is to do. */
  enum Task {
    WEEKLY,
    MONTHLY,
    MIGRATION
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  static MaintenanceRequest from(JsonObject message, List<String> databases) {
    for (String name : message.keySet()) {
      require(KNOWN.contains(name), "the fields " + KNOWN.stream().sorted().toList(), name);
    }
    Optional<String> database = text(message, "database");
    require(
        database.isEmpty() || databases.contains(database.get()),
        "database to be one of " + databases + " (DATABASES)",
        database.orElse(""));
    Optional<String> mode = text(message, "mode");
    if (message.has("migrateTo")) {
      require(mode.isEmpty(), "either mode or migrateTo", "both");
      return new MaintenanceRequest(Task.MIGRATION, version(message.get("migrateTo")), database);
    }
    Task task =
        switch (mode.orElse("weekly")) {
          case "weekly" -> Task.WEEKLY;
          case "monthly" -> Task.MONTHLY;
          default -> throw refused("mode to be weekly or monthly", mode.get());
        };
    return new MaintenanceRequest(task, 0, database);
  }

  private static Optional<String> text(JsonObject message, String name) {
    JsonElement value = message.get(name);
    if (value == null) {
      return Optional.empty();
    }
    require(
        value.isJsonPrimitive() && value.getAsJsonPrimitive().isString(),
        name + " to be a text",
        value.toString());
    return Optional.of(value.getAsString());
  }

  private static int version(JsonElement value) {
    String text = value.toString();
    require(text.matches("[1-9][0-9]{0,3}"), "migrateTo to be the number of a version", text);
    return value.getAsInt();
  }

  private static void require(boolean condition, String expectation, String found) {
    if (!condition) {
      throw refused(expectation, found);
    }
  }

  private static IllegalArgumentException refused(String expectation, String found) {
    String shown = found.length() <= 80 ? found : found.substring(0, 80) + "…";
    return new IllegalArgumentException(
        "message data: expected " + expectation + ", but it is '" + shown + "'");
  }
}
