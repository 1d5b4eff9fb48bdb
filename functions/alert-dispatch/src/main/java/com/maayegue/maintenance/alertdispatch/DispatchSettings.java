package com.maayegue.maintenance.alertdispatch;

import com.maayegue.maintenance.core.CommonSettings;
import com.maayegue.maintenance.core.Env;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What alert-dispatch is told by its environment.
 *
 * @param links to acknowledge; none when no page is deployed
 * @param app how messages call the app
 * @param playbooks what is put before a playbook's path; empty for the path alone
 * @param unwatched names of schedules that nobody waits for
 * @param warnings what works, but not as the routes say
 */
record DispatchSettings(
    CommonSettings common,
    ChannelSettings channels,
    AlertRoutes routes,
    Optional<AckLink> links,
    AlertPolicy policy,
    String app,
    String playbooks,
    Set<String> unwatched,
    List<String> warnings) {
  private static final Pattern JOBS =
      Pattern.compile("[a-z0-9-]{1,80}(\\s*,\\s*[a-z0-9-]{1,80})*|");
  private static final Pattern PHONES =
      Pattern.compile("[a-z0-9-]+=\\+[0-9]+(\\s*,\\s*[a-z0-9-]+=\\+[0-9]+)*|");

  static DispatchSettings from(Env env) {
    CommonSettings common = CommonSettings.from(env, false);
    ChannelSettings channels = ChannelSettings.from(env);
    List<String> problems = new ArrayList<>();
    RoutesReader reader = new RoutesReader(channels.configured(), phones(env), problems);
    AlertRoutes routes =
        reader.read(
            env.optional("ALERT_ROUTES").orElseGet(() -> AlertHtml.resource("/alert-routes.json")));
    problems.forEach(problem -> env.problem("ALERT_ROUTES", problem));
    DispatchSettings settings =
        new DispatchSettings(
            common,
            channels,
            routes,
            AckSettings.links(env),
            new AlertPolicy(
                env.duration("CLEAR_FOR", Duration.ofMinutes(15), Duration.ofMinutes(1)),
                env.duration("ACKNOWLEDGED_FOR", Duration.ofDays(1), Duration.ofMinutes(5))),
            env.text("APP_NAME", "Ma'a yegue"),
            env.text("PLAYBOOK_BASE_URL", ""),
            Set.copyOf(
                split(
                    env.matching(
                        "UNWATCHED_JOBS", "", JOBS, "comma-separated names of schedules"))),
            reader.warnings());
    env.check();
    return settings;
  }

  private static Map<String, String> phones(Env env) {
    Map<String, String> phones = new TreeMap<>();
    // A number is personal: what is wrong is not shown.
    String text = env.text("ALERT_PHONES", "");
    if (!PHONES.matcher(text).matches()) {
      env.problem("ALERT_PHONES", "expected such as ops=+237600000000,dev=+237600000001");
      return phones;
    }
    for (String pair : split(text)) {
      phones.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return phones;
  }

  private static List<String> split(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*"));
  }
}
