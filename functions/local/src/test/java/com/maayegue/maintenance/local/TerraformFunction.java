package com.maayegue.maintenance.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function as a file {@code terraform/function_*.tf} deploys it, with the defaults of its
 * variables.
 *
 * @param name of the function
 * @param folder of the module that it is built in
 * @param target its entry class
 * @param memory such as 512Mi
 * @param timeoutSeconds after which it is stopped
 * @param concurrency requests at a time
 * @param maxInstances side by side
 * @param http whether it is called over HTTP, and not by messages
 * @param environment its settings
 * @param secrets the names of those that come from Secret Manager
 */
record TerraformFunction(
    String name,
    String folder,
    String target,
    String memory,
    int timeoutSeconds,
    int concurrency,
    int maxInstances,
    boolean http,
    Map<String, String> environment,
    List<String> secrets) {
  /** What has no default, for a project in which every function is deployed. */
  static final Map<String, String> OPERATORS_OWN =
      Map.of(
          "project", "maa-yegue-test",
          "alert_dispatch.smtp_host", "smtp.example.org",
          "alert_dispatch.smtp_user", "maintenance",
          "alert_dispatch.mail_from", "maintenance@example.org",
          "alert_dispatch.twilio_account_sid", "AC00000000000000000000000000000000",
          "alert_dispatch.twilio_from", "+237600000000");

  private static final Pattern MODULE = Pattern.compile("(?ms)^module \"[a-z_]+\" \\{\n(.*?)^\\}");
  private static final Pattern SETTING =
      Pattern.compile("(?m)^ {4}([A-Z][A-Z0-9_]*) += (.*?)(?: # .*)?$");
  private static final Pattern SECRET = Pattern.compile("([A-Z][A-Z0-9_]*) += lookup\\(");

  /**
   * All functions that Terraform deploys.
   *
   * @param given values of variables, such as {@code project} or {@code alert_dispatch.smtp_host},
   *     in place of their defaults
   * @throws IOException when a file cannot be read, or says something that this does not know
   */
  static List<TerraformFunction> readAll(Repository repository, Map<String, String> given)
      throws IOException {
    TerraformValues values = TerraformValues.of(repository, given);
    List<TerraformFunction> functions = new ArrayList<>();
    for (MatchResult module : MODULE.matcher(values.text()).results().toList()) {
      if (module.group(1).contains("\"./modules/function\"")) {
        functions.add(read(module.group(1), values));
      }
    }
    return List.copyOf(functions);
  }

  private static TerraformFunction read(String body, TerraformValues values) throws IOException {
    String name = argument(body, "name", values, "");
    Map<String, String> environment = new TreeMap<>();
    String settings = block(body, "\n  environment = {\n", "\n  }\n");
    for (MatchResult line : SETTING.matcher(settings).results().toList()) {
      environment.put(line.group(1), values.of(line.group(2)));
    }
    int start = body.indexOf("\n  secrets ");
    String secrets = start < 0 ? "" : block(body.substring(start), "{", "}\n");
    return new TerraformFunction(
        name,
        argument(body, "deployable", values, name),
        argument(body, "entry_class", values, ""),
        argument(body, "memory", values, ""),
        Integer.parseInt(argument(body, "timeout_seconds", values, "")),
        Integer.parseInt(argument(body, "concurrency", values, "1")),
        Integer.parseInt(argument(body, "max_instances", values, "")),
        body.contains("\n  http = {\n"),
        environment,
        SECRET.matcher(secrets).results().map(found -> found.group(1)).toList());
  }

  private static String argument(String body, String name, TerraformValues values, String otherwise)
      throws IOException {
    Matcher found = Pattern.compile("(?m)^  " + name + " += (.*?)(?: # .*)?$").matcher("\n" + body);
    return found.find() ? values.of(found.group(1)) : otherwise;
  }

  private static String block(String text, String opening, String closing) throws IOException {
    int start = text.indexOf(opening);
    int end = text.indexOf(closing, start + opening.length() - 1);
    if (start < 0 || end < 0) {
      throw new IOException(
          "expected " + opening.strip() + " and " + closing.strip() + ":\n" + text);
    }
    return text.substring(start + opening.length(), end + 1);
  }
}
