package com.maayegue.maintenance.paymentwebhook;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A message to the topic of payments: an allow-list of a provider's fields.
 *
 * @param id the same for each repetition of the event
 * @param provider {@code campay} or {@code stripe}
 * @param fields all that the message holds: text, or a {@link Long}
 */
record PaymentEvent(String id, String provider, Map<String, Object> fields) {
  /** An event with those of {@code fields} that are there. */
  static PaymentEvent of(String id, String provider, Map<String, Optional<?>> fields) {
    Map<String, Object> present = new LinkedHashMap<>();
    present.put("eventId", id);
    present.put("provider", provider);
    for (Map.Entry<String, Optional<?>> field : fields.entrySet()) {
      if (field.getValue().isPresent()) {
        present.put(field.getKey(), field.getValue().get());
      }
    }
    return new PaymentEvent(id, provider, present);
  }

  /** The provider's word for what happened; empty if it has none. */
  String type() {
    return fields.getOrDefault("type", "").toString();
  }

  /** The wire format of the topic. */
  String toJson() {
    StringWriter text = new StringWriter();
    try {
      JsonWriter json = new JsonWriter(text);
      json.beginObject();
      for (Map.Entry<String, Object> field : fields.entrySet()) {
        json.name(field.getKey());
        if (field.getValue() instanceof Long number) {
          json.value(number);
        } else {
          json.value(field.getValue().toString());
        }
      }
      json.endObject().flush();
    } catch (IOException impossible) {
      throw new IllegalStateException("text in memory", impossible);
    }
    return text.toString();
  }
}
