package com.maayegue.maintenance.databaserestore;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** Why a request is not done, with the HTTP status of the answer. Nothing was changed. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String cause;
  private final transient List<String> details;

  /**
   * A refusal.
   *
   * @param cause one word, as alerts and the playbook have it
   */
  Refusal(int status, String cause, String reason) {
    this(status, cause, reason, List.of());
  }

  Refusal(int status, String cause, String reason, List<String> details) {
    super(reason, null, false, false);
    this.status = status;
    this.cause = cause;
    this.details = details;
  }

  int status() {
    return status;
  }

  String kind() {
    return cause;
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("error", getMessage());
    json.addProperty("cause", cause);
    if (!details.isEmpty()) {
      JsonArray list = new JsonArray();
      details.forEach(list::add);
      json.add("details", list);
    }
    return json;
  }
}
