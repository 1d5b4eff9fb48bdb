package com.maayegue.maintenance.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What functions/deploy would do, against what Terraform does and what gcloud takes. */
class DeployScriptTest {
  private static final String PROJECT = TerraformFunction.OPERATORS_OWN.get("project");

  private static final String KEY =
      "projects/keys/locations/europe-west1/keyRings/maintenance/cryptoKeys/buckets";

  @TempDir private static Path folder;
  private static Repository repository;
  private static List<TerraformFunction> functions;
  private static DeployScript everything;

  @BeforeAll
  static void showEveryCommand() throws Exception {
    repository = Repository.containing(Path.of(""));
    functions = TerraformFunction.readAll(repository, TerraformFunction.OPERATORS_OWN);
    Map<String, Object> own =
        Map.of(
            "project", PROJECT,
            "operators", List.of("group:ops@example.org"),
            "kmsKey", KEY,
            "secrets",
                functions.stream().flatMap(each -> each.secrets().stream()).distinct().toList(),
            "environment",
                Map.of(
                    "alert-dispatch",
                    TerraformFunction.OPERATORS_OWN.entrySet().stream()
                        .filter(each -> each.getKey().startsWith("alert_dispatch."))
                        .collect(
                            Collectors.toMap(
                                each -> each.getKey().substring(15).toUpperCase(Locale.ROOT),
                                Map.Entry::getValue))));
    Path settings = Files.writeString(folder.resolve("own.json"), new Gson().toJson(own));
    everything = run("--settings", settings.toString(), "--dry-run", "all");
    assertThat(everything.exitCode()).as(everything.output()).isZero();
  }

  private static DeployScript run(String... arguments) throws IOException, InterruptedException {
    return DeployScript.run(repository, folder, List.of(arguments));
  }

  @Test
  void deploysEachFunctionAsTerraformDoes() {
    Map<String, List<String>> deployed = new TreeMap<>();
    everything.commands().stream()
        .filter(command -> command.subList(0, 3).equals(List.of("gcloud", "functions", "deploy")))
        .forEach(command -> deployed.put(command.get(3), command));
    assertThat(deployed.keySet())
        .hasSizeGreaterThan(8)
        .containsExactlyInAnyOrderElementsOf(
            functions.stream().map(TerraformFunction::name).toList());
    assertThat(functions)
        .allSatisfy(
            function ->
                assertThat(deployed.get(function.name()))
                    .contains(
                        "--gen2",
                        "--runtime=java21",
                        "--cpu=1",
                        "--min-instances=0",
                        "--memory=" + function.memory(),
                        "--timeout=" + function.timeoutSeconds() + "s",
                        "--concurrency=" + function.concurrency(),
                        "--max-instances=" + function.maxInstances(),
                        "--entry-point=" + function.target(),
                        "--source=functions/" + function.folder() + "/target/deploy",
                        function.http() ? "--trigger-http" : "--retry"));
    assertThat(functions)
        .allSatisfy(
            function ->
                assertThat(settingsIn(deployed.get(function.name())))
                    .isEqualTo(withoutEmpty(function.environment())));
  }

  private static Map<String, String> settingsIn(List<String> command) {
    String flag = "--set-env-vars=^;^";
    String settings =
        command.stream().filter(word -> word.startsWith(flag)).findFirst().orElseThrow();
    Map<String, String> found = new TreeMap<>();
    for (String setting : settings.substring(flag.length()).split(";", -1)) {
      int equals = setting.indexOf('=');
      found.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return found;
  }

  private static Map<String, String> withoutEmpty(Map<String, String> environment) {
    Map<String, String> filled = new TreeMap<>(environment);
    filled.values().removeIf(String::isEmpty);
    return filled;
  }

  @Test
  void makesEveryJobOfTheSchedules() throws IOException {
    assertThat(everything.commands())
        .filteredOn(command -> command.get(1).equals("scheduler"))
        .extracting(command -> command.get(5))
        .containsExactlyInAnyOrderElementsOf(
            Schedule.readAll(repository.schedules()).stream().map(Schedule::name).toList());
  }

  @Test
  void encryptsEveryBucketWithTheOperatorsKeyOnceStorageMayUseIt() {
    List<List<String>> storage =
        everything.commands().stream()
            .filter(command -> command.get(1).equals("storage"))
            .filter(command -> !command.contains("add-iam-policy-binding"))
            .toList();
    assertThat(storage.get(0))
        .startsWith("gcloud", "storage", "service-agent", "--authorize-cmek=" + KEY);
    assertThat(storage)
        .filteredOn(command -> command.get(3).equals("update"))
        .hasSize(2)
        .allSatisfy(command -> assertThat(command).contains("--default-encryption-key=" + KEY));
  }

  @Test
  void givesNoSecretAway() {
    assertThat(everything.output()).doesNotContain("--data-file", "versions add");
  }

  @Test
  void leavesOutWhatCannotStartYet() throws Exception {
    DeployScript first = run("--project", PROJECT, "--dry-run", "all");
    assertThat(first.exitCode()).isZero();
    assertThat(first.output())
        .contains("# payment-webhook is left out: it needs one of CAMPAY_WEBHOOK_KEY")
        .contains("gcloud functions deploy notification-purge ")
        .doesNotContain("gcloud functions deploy payment-webhook");
  }

  @Test
  void refusesWhatItCannotUnderstand() throws Exception {
    assertThat(run("--project", PROJECT, "--dry-run", "nothing").output())
        .contains("no function 'nothing'", "notification-purge");
    assertThat(run("--project", "A project; rm", "--dry-run", "all").output())
        .contains("the project is 'A project; rm': expected");
    assertThat(run("--project", PROJECT, "--frobnicate", "all").exitCode()).isEqualTo(1);
    Path settings =
        Files.writeString(
            folder.resolve("wrong.json"),
            "{\"secrets\":[\"NO\"],\"kmsKey\":\"projects/p/locations/eu/keyRings/r/cryptoKeys/k\","
                + "\"environment\":{\"alert-dispatch\":{\"RETENTION\":\"P1D\"}}}");
    DeployScript wrong =
        run("--project", PROJECT, "--settings", settings.toString(), "--dry-run", "all");
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.output())
        .contains(
            "no secret NO: there are ACK_SECRET",
            "alert-dispatch reads no RETENTION",
            "kmsKey: expected projects/P/locations/europe-west1/keyRings/R/cryptoKeys/K")
        .doesNotContain("gcloud");
  }

  /**
   * Every command that it can print, and not a sample: a flag is only ever wrong in one of them.
   */
  @Test
  void printsOnlyWhatGcloudAccepts() throws Exception {
    DeployScript gcloud =
        DeployScript.run(
            folder,
            folder,
            List.of(
                "bash",
                "-c",
                "gcloud info --format='value[separator=\"\\n\"](basic.python_location,installation.sdk_root)'"),
            Map.of("CLOUDSDK_CONFIG", folder.toString()));
    assumeTrue(gcloud.exitCode() == 0, "gcloud is not installed: its check of flags is left out");
    List<String> found = gcloud.output().lines().filter(line -> line.startsWith("/")).toList();
    List<List<String>> commands =
        everything.commands().stream().filter(each -> each.get(0).equals("gcloud")).toList();
    Path lines = folder.resolve("commands.jsonl");
    Files.write(lines, commands.stream().map(each -> new Gson().toJson(each)).toList());
    Path program =
        repository.root().resolve("functions/local/src/test/resources/accepted-by-gcloud.py");
    DeployScript checked =
        DeployScript.run(
            repository.root(),
            folder,
            List.of(found.get(0), "-S", program.toString(), found.get(1), lines.toString()),
            Map.of("CLOUDSDK_CONFIG", folder.toString(), "CLOUDSDK_CORE_DISABLE_PROMPTS", "1"));
    List<String> answers = List.of(Pattern.compile("(?m)^exit ").split(checked.output(), -1));
    assertThat(answers).as(checked.output()).hasSize(commands.size() + 1);
    for (int i = 0; i < commands.size(); i++) {
      assertThat(answers.get(i + 1)).as("%s", commands.get(i)).startsWith("1");
      assertThat(answers.get(i)).as("%s", commands.get(i)).contains("active account selected");
    }
  }
}
