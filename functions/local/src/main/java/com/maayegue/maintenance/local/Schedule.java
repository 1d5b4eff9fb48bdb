package com.maayegue.maintenance.local;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * When a job runs, as {@code terraform/schedules.json} says it.
 *
 * @param name of the job
 * @param function that it sets off; its own name, unless the job says another
 * @param cron in the five fields of Unix, as Cloud Scheduler takes it
 * @param zone that the cron is read in
 * @param data JSON that is published
 */
public record Schedule(String name, String function, Cron cron, ZoneId zone, String data) {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /**
   * Reads all schedules of a file, in its order.
   *
   * @throws IOException when it cannot be read or anything in it is wrong; the message names the
   *     file, the job and the field
   */
  public static List<Schedule> readAll(Path file) throws IOException {
    List<Schedule> schedules = new ArrayList<>();
    for (Map.Entry<String, JsonElement> job : object(file).entrySet()) {
      String where = file + ": " + job.getKey();
      if (!job.getValue().isJsonObject()) {
        throw new IOException(where + ": expected an object");
      }
      schedules.add(read(where, job.getKey(), job.getValue().getAsJsonObject()));
    }
    return List.copyOf(schedules);
  }

  private static JsonObject object(Path file) throws IOException {
    try {
      return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new IOException(file + ": expected a JSON object of schedules", e);
    }
  }

  private static Schedule read(String where, String name, JsonObject job) throws IOException {
    JsonElement data = job.get("data");
    if (data == null || !data.isJsonObject()) {
      throw new IOException(where + ".data: expected an object such as {}");
    }
    return new Schedule(
        name,
        job.has("function") ? text(where, job, "function") : name,
        cron(where, text(where, job, "cron")),
        zone(where, text(where, job, "timeZone")),
        data.toString());
  }

  private static String text(String where, JsonObject job, String field) throws IOException {
    JsonElement value = job.get(field);
    if (value == null
        || !value.isJsonPrimitive()
        || !value.getAsJsonPrimitive().isString()
        || value.getAsString().isBlank()) {
      throw new IOException(where + "." + field + ": expected a text, but it is " + value);
    }
    return value.getAsString();
  }

  private static Cron cron(String where, String text) throws IOException {
    try {
      return PARSER.parse(text).validate();
    } catch (IllegalArgumentException e) {
      throw new IOException(
          where + ".cron: expected five fields such as '0 3 * * *', but it is '" + text + "'", e);
    }
  }

  private static ZoneId zone(String where, String text) throws IOException {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IOException(
          where + ".timeZone: expected a time zone such as Africa/Douala, but it is '" + text + "'",
          e);
    }
  }

  /**
   * The first time after {@code instant} at which the job runs.
   *
   * @throws IllegalStateException for a cron that never comes, such as 30 February
   */
  public ZonedDateTime next(Instant instant) {
    return ExecutionTime.forCron(cron)
        .nextExecution(instant.atZone(zone))
        .orElseThrow(
            () -> new IllegalStateException(name + ": " + cron.asString() + " never comes"));
  }
}
