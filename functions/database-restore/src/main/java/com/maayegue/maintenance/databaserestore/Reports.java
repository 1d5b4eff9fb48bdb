package com.maayegue.maintenance.databaserestore;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.sqlitesalvage.SalvageReport;
import com.maayegue.maintenance.sqlitesalvage.SalvageReport.TableOutcome;
import java.util.Map;
import java.util.SortedMap;

/** Parts of the answer to an operator: names and numbers, no contents. */
final class Reports {
  private Reports() {}

  /** What a salvage found, table by table. A loss that nobody can count is null. */
  static void add(JsonObject report, SalvageReport salvage) {
    JsonArray tables = new JsonArray();
    for (TableOutcome table : salvage.tables()) {
      JsonObject json = new JsonObject();
      json.addProperty("table", table.table());
      json.addProperty("damaged", table.damaged());
      json.addProperty("fromLive", table.fromLive());
      json.addProperty("fromDamagedPages", table.fromDamagedPages());
      json.addProperty("fromBackup", table.fromBackup());
      json.addProperty("refused", table.refused());
      json.addProperty("lost", table.lost().isPresent() ? (Long) table.lost().getAsLong() : null);
      json.addProperty("deletedSinceBackup", table.deletedSince());
      tables.add(json);
    }
    report.add("tables", tables);
    report.addProperty("unattributedRows", salvage.unattributedRows());
    JsonArray notes = new JsonArray();
    salvage.notes().forEach(notes::add);
    report.add("notes", notes);
  }

  /** Adds up what a salvage found, for the run record; nothing for other restores. */
  static void salvaged(JsonObject report, Map<String, Long> counts) {
    if (!report.has("unattributedRows")) {
      return;
    }
    for (JsonElement each : report.getAsJsonArray("tables")) {
      JsonObject table = each.getAsJsonObject();
      counts.merge("rowsFromLive", number(table, "fromLive"), Long::sum);
      counts.merge("rowsFromLive", number(table, "fromDamagedPages"), Long::sum);
      counts.merge("rowsFromBackup", number(table, "fromBackup"), Long::sum);
      counts.merge("rowsLost", number(table, "lost"), Long::sum);
      counts.merge("tablesWithUnknownLoss", table.get("lost").isJsonNull() ? 1L : 0L, Long::sum);
    }
  }

  private static long number(JsonObject table, String name) {
    JsonElement value = table.get(name);
    return value == null || value.isJsonNull() ? 0 : value.getAsLong();
  }

  /** What the result has. */
  static void add(
      JsonObject report, SortedMap<String, Long> rows, SortedMap<String, Long> violations) {
    report.add("rows", json(rows));
    report.add("foreignKeyViolations", json(violations));
  }

  private static JsonObject json(Map<String, Long> numbers) {
    JsonObject json = new JsonObject();
    numbers.forEach(json::addProperty);
    return json;
  }
}
