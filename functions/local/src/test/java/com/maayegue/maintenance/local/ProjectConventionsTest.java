package com.maayegue.maintenance.local;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the whole project, and what no single module can test. */
class ProjectConventionsTest {
  private static final Pattern READ =
      Pattern.compile(
          "env\\s*\\.(?:required|optional|text|matching|flag|number|duration|zone|names|hostAndPort)"
              + "\\(\\s*\"([A-Z0-9_]+)\"");
  private static final Pattern DURATION_DEFAULT =
      Pattern.compile("env\\.duration\\(\\s*\"([A-Z_]+)\",\\s*Duration\\.ofDays\\((\\d+)\\)");
  private static final Pattern NUMBER_DEFAULT =
      Pattern.compile("env\\.number\\(\\s*\"([A-Z_]+)\",\\s*([0-9_]+),");
  private static final Pattern FORBIDDEN_NAME =
      Pattern.compile(".*(Impl|Utils?|Helpers?|Managers?)\\.java");
  private static final int MOST_LINES = 300;
  private static final List<LocalFunction> WITHOUT_NUMBERS =
      List.of(
          LocalFunction.DATABASE_RESTORE,
          LocalFunction.PAYMENT_WEBHOOK,
          LocalFunction.WEEKLY_REPORT);

  private static Repository repository;

  @BeforeAll
  static void findTheProject() throws IOException {
    repository = Repository.containing(Path.of(""));
  }

  static List<LocalFunction> functions() {
    return LocalFunction.ALL;
  }

  @Test
  void documentsEveryEnvironmentName() throws IOException {
    String documented = read("docs/configuration.md");
    assertThat(namesReadUnder("functions"))
        .hasSizeGreaterThan(15)
        .allSatisfy(name -> assertThat(documented).contains("| `" + name + "` |"));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void givesEachFunctionItsSettingsInTheCloud(LocalFunction function) throws IOException {
    Set<String> names = settingsOf(function);
    names.removeIf(name -> name.endsWith("_EMULATOR_HOST"));
    String terraform = read("terraform/function_" + function.name().replace('-', '_') + ".tf");
    assertThat(names)
        .contains("GOOGLE_CLOUD_PROJECT")
        .allSatisfy(
            name -> assertThat(terraform).containsPattern("\n +" + name + " +=|\n +" + name + "="));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void documentsEachFunctionsSettingsInItsOwnTable(LocalFunction function) throws IOException {
    Set<String> names = settingsOf(function);
    names.removeIf(name -> name.endsWith("_EMULATOR_HOST"));
    String documentation = read("docs/configuration.md");
    int start = documentation.indexOf("\n## " + function.name() + "\n");
    assertThat(start).isPositive();
    String table = documentation.substring(start, documentation.indexOf("\n## ", start + 4));
    assertThat(names).allSatisfy(name -> assertThat(table).contains("| `" + name + "` |"));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void hasTheSameDefaultsInTerraformAsInCode(LocalFunction function) throws IOException {
    String name = function.name().replace('-', '_');
    String terraform = read("terraform/function_" + name + ".tf");
    int start = terraform.indexOf("variable \"" + name + "\"");
    assertThat(start).isPositive();
    String variable = terraform.substring(start, terraform.indexOf("\n}\n", start));
    Map<String, String> defaults = defaultsOf(function);
    assertThat(defaults.isEmpty()).isEqualTo(WITHOUT_NUMBERS.contains(function));
    defaults.forEach(
        (setting, value) ->
            assertThat(variable)
                .as(setting)
                .containsPattern(
                    setting.toLowerCase(Locale.ROOT)
                        + " += optional\\((?:string|number), "
                        + Pattern.quote(value)
                        + "\\)"));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void hasAPageAPlaybookAScheduleAndATerraformFile(LocalFunction function) throws IOException {
    assertThat(repository.root().resolve("docs/functions/" + function.name() + ".md")).exists();
    assertThat(repository.root().resolve("docs/playbooks/" + function.name() + "-failed.md"))
        .exists();
    assertThat(Schedule.readAll(repository.schedules()).stream().map(Schedule::function))
        .filteredOn(function.name()::equals)
        .hasSizeGreaterThanOrEqualTo(function.topics().isEmpty() ? 0 : 1);
    String terraform = read("terraform/function_" + function.name().replace('-', '_') + ".tf");
    assertThat(terraform).contains('"' + function.target() + '"');
    assertThat(repository.deployable(function).getParent().getParent().getParent()).isDirectory();
  }

  @Test
  void runsEveryFunctionThatTerraformDeploys() throws IOException {
    try (Stream<Path> files = Files.list(repository.root().resolve("terraform"))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.startsWith("function_"))
                  .map(name -> name.substring("function_".length(), name.length() - 3)))
          .containsExactlyInAnyOrderElementsOf(
              functions().stream().map(each -> each.name().replace('-', '_')).toList());
    }
  }

  @Test
  void keepsFilesShort() throws IOException {
    List<Path> sources =
        repository.files("functions", "docs", "terraform").stream()
            .filter(file -> file.toString().matches(".*\\.(java|tf|md)"))
            .toList();
    assertThat(sources).hasSizeGreaterThan(100);
    Map<Path, Integer> tooLong = new LinkedHashMap<>();
    for (Path source : sources) {
      int lines = Files.readAllLines(source).size();
      if (lines > MOST_LINES) {
        tooLong.put(source, lines);
      }
    }
    assertThat(tooLong).as("lines of files with more than %d", MOST_LINES).isEmpty();
  }

  @Test
  void namesClassesAfterWhatTheyAre() throws IOException {
    assertThat(repository.files("functions"))
        .noneMatch(file -> FORBIDDEN_NAME.matcher(file.getFileName().toString()).matches());
  }

  @Test
  void dependsOnNothingBesideTheProject() throws IOException {
    // Written in two parts, so that this file does not mention it.
    String beside = ".." + "/shared";
    List<Path> files = repository.files("functions", "docs", "terraform", "test-fixtures");
    for (String name : List.of("pom.xml", "README.md", "firebase.json", "firestore.rules")) {
      files.add(repository.root().resolve(name));
    }
    assertThat(files)
        .filteredOn(file -> file.toString().matches(".*\\.(java|tf|md|json|xml|sh|sql|rules|js)"))
        .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(beside));
  }

  /** All that a function reads: its own, what all read, and what is shared with few. */
  private static Set<String> settingsOf(LocalFunction function) throws IOException {
    String module = "functions/" + function.name();
    Set<String> names = namesReadUnder(module);
    if (code(module).contains("CommonSettings.from(")) {
      names.addAll(namesReadUnder("functions/core"));
    }
    if (code(module).contains("SmtpSettings.from(")) {
      names.addAll(namesReadUnder("functions/alert-channels"));
    }
    if (code(module).contains("StagingSettings.from(")) {
      names.addAll(namesReadUnder("functions/staged-sqlite"));
    }
    return names;
  }

  private static Set<String> namesReadUnder(String folder) throws IOException {
    return READ.matcher(code(folder))
        .results()
        .map(found -> found.group(1))
        .collect(toCollection(TreeSet::new));
  }

  private static Map<String, String> defaultsOf(LocalFunction function) throws IOException {
    String code = code("functions/" + function.name());
    Map<String, String> defaults = new LinkedHashMap<>();
    Matcher durations = DURATION_DEFAULT.matcher(code);
    for (MatchResult found : durations.results().toList()) {
      defaults.put(found.group(1), "\"P" + found.group(2) + "D\"");
    }
    for (MatchResult found : NUMBER_DEFAULT.matcher(code).results().toList()) {
      defaults.put(found.group(1), found.group(2).replace("_", ""));
    }
    return defaults;
  }

  /** The production code under a folder. */
  private static String code(String folder) throws IOException {
    StringBuilder code = new StringBuilder();
    for (Path file : repository.files(folder)) {
      String path = repository.root().relativize(file).toString();
      if (path.endsWith(".java") && path.contains("src/main/java")) {
        code.append(Files.readString(file));
      }
    }
    return code.toString();
  }

  private static String read(String file) throws IOException {
    return Files.readString(repository.root().resolve(file));
  }
}
