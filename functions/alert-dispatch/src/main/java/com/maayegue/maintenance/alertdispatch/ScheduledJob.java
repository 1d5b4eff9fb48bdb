package com.maayegue.maintenance.alertdispatch;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A schedule, as {@code schedules.json} has it, which Terraform reads too.
 *
 * @param name of the schedule
 * @param function that it is for; several schedules of one function differ in their data
 * @param expression the cron, as it is written
 * @param data what the Scheduler publishes, by which a run is known to be of this schedule
 * @param grace after the due time, within which the job has ended well
 * @param limit after which a run that has not ended is dead
 */
record ScheduledJob(
    String name,
    String function,
    String expression,
    ExecutionTime times,
    ZoneId zone,
    JsonObject data,
    Duration grace,
    Duration limit) {
  /** What an event function may run, and a minute for clocks. */
  static final Duration DEFAULT_LIMIT = Duration.ofMinutes(10);

  // Three times what a run may take: one redelivery, and one that goes on with what was left.
  private static final Duration DEFAULT_GRACE = Duration.ofMinutes(30);

  /**
   * Reads all schedules.
   *
   * @throws IllegalArgumentException naming the schedule and the field that is wrong
   */
  static List<ScheduledJob> readAll(String json) {
    List<ScheduledJob> jobs = new ArrayList<>();
    for (Map.Entry<String, JsonElement> each : object(json).entrySet()) {
      try {
        jobs.add(read(each.getKey(), each.getValue().getAsJsonObject()));
      } catch (IllegalArgumentException
          | DateTimeException
          | IllegalStateException
          | NullPointerException wrong) {
        throw new IllegalArgumentException(
            "schedules.json: " + each.getKey() + ": " + wrong, wrong);
      }
    }
    return List.copyOf(jobs);
  }

  private static JsonObject object(String json) {
    try {
      return JsonParser.parseString(json).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException notAnObject) {
      throw new IllegalArgumentException("schedules.json: expected an object", notAnObject);
    }
  }

  private static ScheduledJob read(String name, JsonObject json) {
    String expression = json.get("cron").getAsString();
    CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    return new ScheduledJob(
        name,
        json.has("function") ? json.get("function").getAsString() : name,
        expression,
        ExecutionTime.forCron(parser.parse(expression).validate()),
        ZoneId.of(json.get("timeZone").getAsString()),
        json.getAsJsonObject("data"),
        duration(json, "grace", DEFAULT_GRACE),
        duration(json, "limit", DEFAULT_LIMIT));
  }

  private static Duration duration(JsonObject json, String name, Duration fallback) {
    return json.has(name) ? Duration.parse(json.get(name).getAsString()) : fallback;
  }

  /** The last time by which a run has to have ended well by {@code now}. */
  Optional<Instant> lastDue(Instant now) {
    return times.lastExecution(now.minus(grace).atZone(zone)).map(ZonedDateTime::toInstant);
  }

  /** Whether a run was set off by a message of this schedule. */
  boolean isOf(String message) {
    try {
      return JsonParser.parseString(message).equals(data);
    } catch (JsonParseException notJson) {
      return false;
    }
  }
}
