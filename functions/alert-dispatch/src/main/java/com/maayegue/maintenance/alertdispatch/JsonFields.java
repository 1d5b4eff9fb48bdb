package com.maayegue.maintenance.alertdispatch;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.pubsub.Alert.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Fields of a configuration in JSON; what is wrong with them is gathered, with its place. */
record JsonFields(List<String> problems) {
  void problem(String where, String what) {
    problems.add(where + ": " + what);
  }

  /** A field that nobody reads is a field that somebody has misspelt. */
  void only(String where, JsonObject json, String... names) {
    Set<String> known = Set.of(names);
    for (String name : json.keySet()) {
      if (!known.contains(name)) {
        problem(where, "the field '" + name + "' is not known");
      }
    }
  }

  Optional<String> text(String where, JsonObject json, String name) {
    JsonElement value = json.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value.isJsonPrimitive() && !value.getAsString().isBlank()) {
      return Optional.of(value.getAsString().strip());
    }
    problem(where + "." + name, "expected a text");
    return Optional.empty();
  }

  /** One text, or several. */
  List<String> texts(String where, JsonElement value) {
    List<String> texts = new ArrayList<>();
    if (value == null) {
      return texts;
    }
    List<JsonElement> all = value.isJsonArray() ? value.getAsJsonArray().asList() : List.of(value);
    for (JsonElement each : all) {
      if (each.isJsonPrimitive() && !each.getAsString().isBlank()) {
        texts.add(each.getAsString().strip());
      } else {
        problem(where, "expected texts");
      }
    }
    return texts;
  }

  Optional<String> matching(
      String where, Optional<String> text, String pattern, String expectation) {
    if (text.isPresent() && !text.get().matches(pattern)) {
      problem(where, "expected " + expectation);
      return Optional.empty();
    }
    return text;
  }

  JsonObject object(String where, JsonObject json, String name) {
    JsonElement value = json.get(name);
    if (value != null && value.isJsonObject()) {
      return value.getAsJsonObject();
    }
    problem(where, "expected an object");
    return new JsonObject();
  }

  List<JsonObject> objects(String where, JsonObject json, String name, int most) {
    List<JsonObject> objects = new ArrayList<>();
    JsonElement value = json.get(name);
    if (value == null || !value.isJsonArray() || value.getAsJsonArray().isEmpty()) {
      problem(where, "expected a list of objects, one at least");
      return objects;
    }
    if (value.getAsJsonArray().size() > most) {
      problem(where, "expected " + most + " at most");
      return objects;
    }
    for (JsonElement each : value.getAsJsonArray()) {
      if (each.isJsonObject()) {
        objects.add(each.getAsJsonObject());
      } else {
        problem(where, "expected objects");
      }
    }
    return objects;
  }

  /** ISO 8601 such as PT30M, P1D or P1W, not negative. */
  Optional<Duration> duration(String where, JsonElement value, Duration least) {
    if (value == null) {
      return Optional.empty();
    }
    Optional<Duration> duration =
        value.isJsonPrimitive() ? Env.parseDuration(value.getAsString()) : Optional.empty();
    if (duration.isEmpty() || duration.get().compareTo(least) < 0) {
      problem(where, "expected a duration such as PT30M or P1D, at least " + least);
      return Optional.empty();
    }
    return duration;
  }

  Optional<Severity> severity(String where, String word) {
    for (Severity severity : Severity.values()) {
      if (word(severity).equals(word)) {
        return Optional.of(severity);
      }
    }
    problem(where, "expected critical, high, warning or info, but it is '" + word + "'");
    return Optional.empty();
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
