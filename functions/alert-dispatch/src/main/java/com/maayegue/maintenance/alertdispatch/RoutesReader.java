package com.maayegue.maintenance.alertdispatch;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.alertdispatch.AlertRoutes.Person;
import com.maayegue.maintenance.alertdispatch.AlertRoutes.Route;
import com.maayegue.maintenance.alertdispatch.AlertRoutes.Step;
import com.maayegue.maintenance.pubsub.Alert.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code ALERT_ROUTES}, and gathers everything that is wrong with it: a route that reaches
 * nobody, a severity without a route, a name that nobody has, a field that is misspelt.
 */
final class RoutesReader {
  private static final int MOST_ROUTES = 100;
  private static final int MOST_STEPS = 10;

  private final Set<Means> configured;
  private final Map<String, String> phones;
  private final JsonFields fields;
  private final List<String> warnings = new ArrayList<>();

  /**
   * Reads routes.
   *
   * @param configured the means that there are credentials for
   * @param phones of people, by their id, beside those in the routes
   * @param problems gets what is wrong
   */
  RoutesReader(Set<Means> configured, Map<String, String> phones, List<String> problems) {
    this.configured = configured;
    this.phones = phones;
    this.fields = new JsonFields(problems);
  }

  /** What works, but not as the routes say. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Reads; what is wrong is left out, and named in the problems. */
  AlertRoutes read(String json) {
    JsonObject root = object(json);
    fields.only("the routes", root, "people", "quietHours", "routes");
    QuietHours quiet = new QuietHoursReader(fields).read("quietHours", root, QuietHours.NONE);
    Map<String, Person> people = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> each : fields.object("people", root, "people").entrySet()) {
      people.put(each.getKey(), person(each.getKey(), each.getValue(), quiet));
    }
    phones.keySet().stream()
        .filter(id -> !people.containsKey(id))
        .forEach(id -> fields.problem("ALERT_PHONES", "nobody in people is called '" + id + "'"));
    List<Route> routes = new ArrayList<>();
    for (JsonObject each : fields.objects("routes", root, "routes", MOST_ROUTES)) {
      routes.add(route("routes[" + routes.size() + "]", each, people));
    }
    requireARouteForEverything(routes);
    return new AlertRoutes(people, routes);
  }

  private JsonObject object(String json) {
    try {
      JsonElement root = JsonParser.parseString(json);
      if (root.isJsonObject()) {
        return root.getAsJsonObject();
      }
      fields.problem("the routes", "expected a JSON object");
    } catch (JsonParseException | StackOverflowError notJson) {
      fields.problem("the routes", "expected JSON, but it is not: " + notJson.getMessage());
    }
    return new JsonObject();
  }

  private Person person(String id, JsonElement json, QuietHours quiet) {
    String where = "people." + id;
    if (!id.matches("[a-z0-9][a-z0-9-]{0,39}")) {
      fields.problem(where, "expected a name of small letters, digits and '-', 40 at most");
    }
    JsonObject person = json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
    fields.only(where, person, "name", "email", "phone", "quietHours");
    Optional<String> phone = fields.text(where, person, "phone");
    return new Person(
        id,
        fields.text(where, person, "name").orElse(id),
        fields.matching(
            where + ".email",
            fields.text(where, person, "email"),
            "[^@\\s<>,;\"]{1,64}@[^@\\s<>,;\"]{1,190}",
            "an e-mail address"),
        fields.matching(
            where + ".phone",
            phone.or(() -> Optional.ofNullable(phones.get(id))),
            "\\+[1-9][0-9]{6,14}",
            "a number such as +237600000000"),
        new QuietHoursReader(fields).read(where + ".quietHours", person, quiet));
  }

  private Route route(String where, JsonObject json, Map<String, Person> people) {
    fields.only(where, json, "rule", "severity", "steps", "repeat", "atMostEvery");
    Optional<String> rule = fields.text(where, json, "rule");
    List<Severity> severities = new ArrayList<>();
    for (String word : fields.texts(where + ".severity", json.get("severity"))) {
      fields.severity(where + ".severity", word).ifPresent(severities::add);
    }
    List<Step> steps = new ArrayList<>();
    for (JsonObject each : fields.objects(where + ".steps", json, "steps", MOST_STEPS)) {
      steps.add(step(where + ".steps[" + steps.size() + "]", each, steps, people));
    }
    Route route =
        new Route(
            rule.orElseGet(() -> severities.isEmpty() ? "all" : severities.toString()),
            rule,
            severities,
            steps,
            fields.duration(where + ".repeat", json.get("repeat"), Duration.ofMinutes(5)),
            fields
                .duration(where + ".atMostEvery", json.get("atMostEvery"), Duration.ZERO)
                .orElse(Duration.ZERO));
    requireSomebody(where, route, people);
    return route;
  }

  private Step step(String where, JsonObject json, List<Step> before, Map<String, Person> people) {
    fields.only(where, json, "after", "people", "by");
    Duration after =
        fields.duration(where + ".after", json.get("after"), Duration.ZERO).orElse(Duration.ZERO);
    if (before.isEmpty() && !after.isZero()) {
      fields.problem(where + ".after", "the first step begins at once");
    }
    if (!before.isEmpty() && after.compareTo(before.get(before.size() - 1).after()) <= 0) {
      fields.problem(where + ".after", "expected a duration longer than that of the step before");
    }
    List<String> named = fields.texts(where + ".people", json.get("people"));
    for (String id : named) {
      if (!people.containsKey(id)) {
        fields.problem(where + ".people", "nobody in people is called '" + id + "'");
      }
    }
    List<Means> by = new ArrayList<>();
    for (String word : fields.texts(where + ".by", json.get("by"))) {
      Means.of(word)
          .ifPresentOrElse(
              by::add,
              () ->
                  fields.problem(
                      where + ".by",
                      "expected email, slack, sms, call or pagerduty, but it is '" + word + "'"));
    }
    if (named.isEmpty()) {
      fields.problem(where + ".people", "names nobody");
    }
    if (by.isEmpty()) {
      fields.problem(where + ".by", "names no means");
    }
    return new Step(after, named, by);
  }

  private void requireSomebody(String where, Route route, Map<String, Person> people) {
    boolean reaches = false;
    for (Step step : route.steps()) {
      for (String id : step.people()) {
        for (Means means : step.by()) {
          boolean can = configured.contains(means) && has(people.get(id), means);
          reaches |= can;
          if (!can && people.containsKey(id)) {
            warnings.add(where + ": " + id + " cannot be reached by " + means.word());
          }
        }
      }
    }
    if (!reaches) {
      fields.problem(
          where, "reaches nobody: no means of it has both credentials and somebody's address");
    }
  }

  private static boolean has(Person person, Means means) {
    return person != null && person.has(means);
  }

  private void requireARouteForEverything(List<Route> routes) {
    Set<Severity> missing = EnumSet.allOf(Severity.class);
    for (Route route : routes) {
      if (route.rule().isEmpty()) {
        missing.removeIf(
            severity -> route.severities().isEmpty() || route.severities().contains(severity));
      }
    }
    for (Severity severity : missing) {
      fields.problem(
          "routes", "expected a route without a rule for severity " + JsonFields.word(severity));
    }
  }
}
