package com.maayegue.maintenance.local;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What expressions of the Terraform code are worth, as far as functions use them: texts, numbers,
 * defaults of variables, names of resources. A list is its members with commas between. Every
 * secret is taken to have a value. Anything else is refused, and never guessed.
 *
 * @param text of all files
 * @param given values of variables in place of their defaults
 */
record TerraformValues(String text, Map<String, String> given) {
  private static final Pattern CALL =
      Pattern.compile("(tostring|join|coalesce|jsonencode)\\((.*)\\)");
  private static final Pattern RESOURCE =
      Pattern.compile("(google_[a-z0-9_]+)\\.([a-z0-9_]+)(?:\\[0\\])?\\.(?:name|id)");
  private static final Pattern WHEN = Pattern.compile("([^?]+) \\? (.+?) : (.+)");
  private static final Pattern SOME = Pattern.compile("length\\((.+)\\) > 0");
  private static final Pattern INSIDE = Pattern.compile("\\$\\{([^}]*)\\}");

  static TerraformValues of(Repository repository, Map<String, String> given) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(repository.root().resolve("terraform"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".tf")).sorted().toList()) {
        text.append(Files.readString(file)).append('\n');
      }
    }
    return new TerraformValues(text.toString(), given);
  }

  /**
   * The value of an expression.
   *
   * @throws IOException when it is none of those that this knows
   */
  String of(String expression) throws IOException {
    String it = expression.strip();
    if (it.matches("[0-9.]+|true|false")) {
      return it;
    }
    if (it.equals("null")) {
      return "";
    }
    if (it.equals("{}")) {
      return it;
    }
    if (it.matches("\"[^\"]*\"")) {
      return filled(it.substring(1, it.length() - 1));
    }
    if (it.startsWith("[") && it.endsWith("]")) {
      return list(it.substring(1, it.length() - 1));
    }
    Matcher when = WHEN.matcher(it);
    if (when.matches()) {
      return of(holds(when.group(1)) ? when.group(2) : when.group(3));
    }
    Matcher call = CALL.matcher(it);
    if (call.matches()) {
      return called(call.group(1), parts(call.group(2)));
    }
    return named(it);
  }

  private boolean holds(String condition) throws IOException {
    if (condition.matches("contains\\(var\\.secrets, \"[A-Z_]+\"\\)")) {
      return true;
    }
    Matcher some = SOME.matcher(condition);
    if (some.matches()) {
      return !of(some.group(1)).isEmpty();
    }
    if (condition.matches("local\\.[a-z_]+")) {
      return holds(
          found("(?m)^  " + condition.substring("local.".length()) + " += (.+)$", condition));
    }
    throw new IOException("cannot tell whether '" + condition + "' holds");
  }

  private String called(String function, List<String> arguments) throws IOException {
    if (function.equals("join")) {
      return of(arguments.get(1)).replace(",", of(arguments.get(0)));
    }
    for (String argument : arguments) {
      String value = of(argument);
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  private String named(String name) throws IOException {
    Matcher resource = RESOURCE.matcher(name);
    if (resource.matches()) {
      String start = "resource \"" + resource.group(1) + "\" \"" + resource.group(2) + "\" {";
      return of(found("(?s)" + Pattern.quote(start) + ".*?\n  name += ([^\n]+)", name));
    }
    String[] steps = name.split("\\.", -1);
    if (steps[0].equals("local") && steps.length == 2) {
      return of(found("(?m)^  " + steps[1] + " += (.+)$", name));
    }
    if (!steps[0].equals("var") || steps.length > 3) {
      throw new IOException("cannot tell what '" + name + "' is");
    }
    String path = name.substring("var.".length());
    if (given.containsKey(path)) {
      return given.get(path);
    }
    String variable = found("(?ms)^variable \"" + steps[1] + "\" \\{\n(.*?)^\\}", name);
    Pattern member =
        steps.length == 2
            ? Pattern.compile("\n  default += (.+)")
            : Pattern.compile("\n +" + steps[2] + " += optional\\([a-z()]+(?:, (.*))?\\)");
    Matcher value = member.matcher("\n" + variable);
    if (!value.find()) {
      throw new IOException(name + " has no default");
    }
    // An optional member without a default is null.
    return of(value.group(1) == null ? "null" : value.group(1));
  }

  private String found(String pattern, String name) throws IOException {
    Matcher found = Pattern.compile(pattern).matcher(text);
    if (!found.find()) {
      throw new IOException("there is no " + name);
    }
    return found.group(1);
  }

  private String filled(String template) throws IOException {
    StringBuilder filled = new StringBuilder();
    int end = 0;
    for (MatchResult inside : INSIDE.matcher(template).results().toList()) {
      filled.append(template, end, inside.start()).append(of(inside.group(1)));
      end = inside.end();
    }
    return filled.append(template.substring(end)).toString();
  }

  private String list(String members) throws IOException {
    List<String> values = new ArrayList<>();
    for (String member : parts(members)) {
      values.add(of(member));
    }
    return values.stream().collect(joining(","));
  }

  /** What commas divide, but not those in quotes: {@code ",", var.databases} are two. */
  private static List<String> parts(String text) {
    return Arrays.stream(text.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
