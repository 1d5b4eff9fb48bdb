package com.maayegue.maintenance.databaserestore;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator asks for.
 *
 * @param backup an object's name or a time; the newest proven one if it is absent
 * @param tables for {@link Mode#TABLES} alone, and then at least one
 */
record RestoreRequest(
    Mode mode, String database, Optional<String> backup, List<String> tables, boolean dryRun) {
  private static final int MOST_TABLES = 500;
  private static final int LONGEST_TEXT = 300;

  /** How a database is restored. */
  enum Mode {
    FULL,
    TABLES,
    SALVAGE
  }

  /**
   * Reads a request: a JSON object as RFC 8259 has it, no field twice, none that is unknown.
   *
   * @throws Refusal saying what is wrong
   */
  static RestoreRequest parse(String json, List<String> databases) {
    Fields fields = new Fields();
    try (JsonReader reader = new JsonReader(new StringReader(json))) {
      reader.setStrictness(Strictness.STRICT);
      fields.read(reader);
    } catch (IOException | IllegalStateException | NumberFormatException malformed) {
      throw bad("expected one JSON object such as {\"mode\":\"full\",\"database\":\"…\"}");
    }
    return fields.request(databases);
  }

  private static Refusal bad(String reason) {
    return new Refusal(400, "request", reason);
  }

  /** The message of the run: what was asked for, as JSON. */
  JsonObject message() {
    JsonObject message = new JsonObject();
    message.addProperty("mode", mode.name().toLowerCase(Locale.ROOT));
    message.addProperty("database", database);
    backup.ifPresent(name -> message.addProperty("backup", name));
    JsonArray names = new JsonArray();
    tables.forEach(names::add);
    message.add("tables", names);
    message.addProperty("dryRun", dryRun);
    return message;
  }

  private static final class Fields {
    private String mode;
    private String database;
    private String confirm;
    private String backup;
    private List<String> tables;
    private boolean dryRun;

    void read(JsonReader reader) throws IOException {
      Set<String> names = new HashSet<>();
      reader.beginObject();
      while (reader.hasNext()) {
        String name = reader.nextName();
        if (!names.add(name)) {
          throw bad("a field is there twice");
        }
        switch (name) {
          case "mode" -> mode = text(reader, name);
          case "database" -> database = text(reader, name);
          case "confirm" -> confirm = text(reader, name);
          case "backup" -> backup = text(reader, name);
          case "tables" -> tables = texts(reader);
          case "dryRun" -> dryRun = flag(reader);
          default ->
              throw bad(
                  "unknown field: expected mode, database, confirm, backup, tables or dryRun");
        }
      }
      reader.endObject();
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw bad("expected one JSON object and nothing behind it");
      }
    }

    private static String text(JsonReader reader, String name) throws IOException {
      if (reader.peek() != JsonToken.STRING) {
        throw bad(name + ": expected a text");
      }
      String text = reader.nextString();
      if (text.isBlank() || text.length() > LONGEST_TEXT) {
        throw bad(name + ": expected a text of at most " + LONGEST_TEXT + " characters");
      }
      return text;
    }

    private static List<String> texts(JsonReader reader) throws IOException {
      List<String> texts = new ArrayList<>();
      if (reader.peek() != JsonToken.BEGIN_ARRAY) {
        throw bad("tables: expected a list of names");
      }
      reader.beginArray();
      while (reader.hasNext()) {
        texts.add(text(reader, "tables"));
        if (texts.size() > MOST_TABLES) {
          throw bad("tables: expected at most " + MOST_TABLES);
        }
      }
      reader.endArray();
      return texts;
    }

    private static boolean flag(JsonReader reader) throws IOException {
      if (reader.peek() != JsonToken.BOOLEAN) {
        throw bad("dryRun: expected true or false");
      }
      return reader.nextBoolean();
    }

    RestoreRequest request(List<String> databases) {
      Mode wanted = wantedMode();
      if (database == null) {
        throw bad("database: expected the name of a database");
      }
      if (!databases.contains(database)) {
        throw new Refusal(404, "request", "no such database: expected one of " + databases);
      }
      if (!database.equals(confirm)) {
        throw bad("confirm: expected the name of the database again");
      }
      return new RestoreRequest(
          wanted, database, Optional.ofNullable(backup), wantedTables(wanted), dryRun);
    }

    private Mode wantedMode() {
      for (Mode each : Mode.values()) {
        if (each.name().toLowerCase(Locale.ROOT).equals(mode)) {
          return each;
        }
      }
      throw bad("mode: expected full, tables or salvage");
    }

    private List<String> wantedTables(Mode wanted) {
      if (wanted != Mode.TABLES) {
        if (tables != null) {
          throw bad("tables: expected with the mode tables alone");
        }
        return List.of();
      }
      Set<String> different = new HashSet<>();
      for (String name : tables == null ? List.<String>of() : tables) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!different.add(lower) || lower.startsWith("sqlite_")) {
          throw bad("tables: expected different names, none of SQLite's own");
        }
      }
      if (different.isEmpty()) {
        throw bad("tables: expected the names of the tables to restore");
      }
      return List.copyOf(tables);
    }
  }
}
