package com.maayegue.maintenance.pubsub;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads one alert, and gathers what is wrong with it. */
final class AlertReader {
  private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final JsonObject json;
  private final List<String> problems = new ArrayList<>();

  private AlertReader(JsonObject json) {
    this.json = json;
  }

  static Alert read(JsonObject json) {
    return new AlertReader(json).alert();
  }

  private Alert alert() {
    String rule = rule();
    Alert alert =
        new Alert(
            rule,
            choice("severity", Alert.Severity.values(), Alert.Severity.HIGH),
            choice("status", Alert.Status.values(), Alert.Status.FIRING),
            required("title"),
            text("summary", ""),
            labels(),
            required("dedupKey"),
            instant("occurredAt"),
            text("playbook", "docs/playbooks/" + rule + ".md"));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("alert: " + String.join("; ", problems));
    }
    return alert;
  }

  private String rule() {
    String rule = required("rule");
    if (!rule.isBlank() && !RULE.matcher(rule).matches()) {
      problems.add("rule: expected letters, digits, '.', '_' and '-', 100 at most");
    }
    return rule;
  }

  private <E extends Enum<E>> E choice(String name, E[] values, E standIn) {
    String text = required(name);
    List<String> names = new ArrayList<>();
    for (E value : values) {
      if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
        return value;
      }
      names.add(value.name().toLowerCase(Locale.ROOT));
    }
    if (!text.isBlank()) {
      problems.add(name + ": expected one of " + String.join(", ", names));
    }
    return standIn;
  }

  private Instant instant(String name) {
    String text = required(name);
    try {
      return text.isBlank() ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException notATime) {
      problems.add(name + ": expected a time such as 2025-10-07T02:00:00Z");
      return Instant.EPOCH;
    }
  }

  private String required(String name) {
    String text = text(name, "");
    if (text.isBlank()) {
      problems.add(name + ": expected a text");
    }
    return text;
  }

  private String text(String name, String fallback) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : fallback;
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    JsonElement value = json.get("labels");
    if (value != null && value.isJsonObject()) {
      value
          .getAsJsonObject()
          .asMap()
          .forEach(
              (name, label) ->
                  labels.put(name, label.isJsonPrimitive() ? label.getAsString() : "" + label));
    }
    return labels;
  }
}
