package com.maayegue.maintenance.alertdispatch;

import com.google.gson.JsonObject;
import com.maayegue.maintenance.pubsub.Alert.Severity;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Reads {@code {"from": "21:00", "to": "06:00", "unless": ["critical"]}}. */
final class QuietHoursReader {
  private final JsonFields fields;

  QuietHoursReader(JsonFields fields) {
    this.fields = fields;
  }

  /** Reads the field {@code quietHours} of {@code holder}. */
  QuietHours read(String where, JsonObject holder, QuietHours fallback) {
    if (!holder.has("quietHours")) {
      return fallback;
    }
    JsonObject json = fields.object(where, holder, "quietHours");
    fields.only(where, json, "from", "to", "unless");
    Set<Severity> unless = EnumSet.noneOf(Severity.class);
    for (String word : fields.texts(where + ".unless", json.get("unless"))) {
      fields.severity(where + ".unless", word).ifPresent(unless::add);
    }
    return new QuietHours(time(where, json, "from"), time(where, json, "to"), unless);
  }

  private LocalTime time(String where, JsonObject json, String name) {
    Optional<String> text = fields.text(where, json, name);
    try {
      return LocalTime.parse(text.orElse(""));
    } catch (DateTimeException notATime) {
      fields.problem(where + "." + name, "expected a time such as 21:00");
      return LocalTime.MIN;
    }
  }
}
