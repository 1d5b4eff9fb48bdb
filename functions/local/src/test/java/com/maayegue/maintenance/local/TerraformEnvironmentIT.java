package com.maayegue.maintenance.local;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionSpec;
import com.maayegue.maintenance.emulators.InvokerJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every function in both invokers, with exactly the environment that Terraform gives it, and the
 * heap that it has there. With {@code -Dmeasure.starts=FILE} they start one after the other, and
 * how long each took and how much memory it had goes to that file as a table.
 */
class TerraformEnvironmentIT {
  private static final String PROJECT = TerraformFunction.OPERATORS_OWN.get("project");
  private static final Map<String, String> SECRETS =
      Map.of(
          "ALERT_PHONES", "ops=+237600000000,dev=+237600000001",
          "SLACK_WEBHOOK_URL", "https://hooks.example.org/services/a",
          "STRIPE_WEBHOOK_SECRET", "whsec_c2VjcmV0LW9mLWEtdGVzdA==");
  private static final String ANY_SECRET = "a-secret-of-a-test-with-more-than-32-characters";
  private static final int ROUNDS = Integer.getInteger("measure.rounds", 1);

  @TempDir private static Path folder;

  /**
   * How a start went: the time of a CPU until the first answer, and the most memory that it had.
   */
  private record Answer(int status, Duration cpu, long peakRssBytes, String log) {}

  @Test
  void startsAndAnswersInBothInvokers() throws Exception {
    Repository repository = Repository.containing(Path.of(""));
    List<TerraformFunction> functions =
        TerraformFunction.readAll(repository, TerraformFunction.OPERATORS_OWN);
    assertThat(functions).hasSizeGreaterThan(8);
    String measurements = System.getProperty("measure.starts", "");
    Map<String, List<Future<Answer>>> answers = new TreeMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(measurements.isEmpty() ? 3 : 1);
    try (LocalServices services = LocalServices.start(repository, PROJECT, folder, false)) {
      for (String bucket : settings(functions, "_BUCKET")) {
        services.storage().createBucket(bucket, true);
      }
      for (String topic : settings(functions, "_TOPIC")) {
        services.pubSub().topics().createTopic(topic);
      }
      for (TerraformFunction function : functions) {
        for (String invoker : List.of(InvokerJar.NEWEST, InvokerJar.CLOUD_DEFAULT)) {
          for (int round = 0; round < ROUNDS; round++) {
            String name = function.name() + " in " + invoker;
            String log = name.replace(' ', '-') + "-" + round + ".log";
            answers
                .computeIfAbsent(name, each -> new ArrayList<>())
                .add(
                    threads.submit(
                        () -> start(repository, services, function, invoker, folder.resolve(log))));
          }
        }
      }
      for (Map.Entry<String, List<Future<Answer>>> each : answers.entrySet()) {
        for (Future<Answer> future : each.getValue()) {
          Answer answer = LocalServices.get(future);
          assertThat(answer.status()).as("%s: %s", each.getKey(), answer.log()).isBetween(200, 499);
          assertThat(answer.log()).as(each.getKey()).doesNotContain("Exception in thread");
        }
      }
      if (!measurements.isEmpty()) {
        Files.write(Path.of(measurements), table(answers));
      }
    } finally {
      threads.shutdown();
    }
  }

  /** What functions are told under names that end so. */
  private static Set<String> settings(List<TerraformFunction> functions, String ending) {
    return functions.stream()
        .flatMap(function -> function.environment().entrySet().stream())
        .filter(setting -> setting.getKey().endsWith(ending) && !setting.getValue().isEmpty())
        .map(Map.Entry::getValue)
        .collect(toSet());
  }

  private static Answer start(
      Repository repository,
      LocalServices services,
      TerraformFunction function,
      String invoker,
      Path log)
      throws IOException {
    Path deploy = Path.of("functions", function.folder(), "target", "deploy");
    FunctionSpec spec =
        new FunctionSpec(
            function.name(),
            repository.root().resolve(deploy).resolve(function.folder() + ".jar"),
            function.target(),
            environment(services, function),
            List.of(
                "-XX:MaxRAM=" + function.memory().replaceAll("i$", "").toLowerCase(Locale.ROOT)),
            log);
    try (FunctionProcess process = FunctionProcess.start(spec, InvokerJar.find(invoker), 0)) {
      FunctionProcess.Response response =
          function.http()
              ? process.post("", Map.of("Content-Type", "application/json"), "{}")
              : process.deliver("1", Instant.now(), function.name(), message(repository, function));
      // Unlike the time on a clock it is the same on a machine that is busy with other work.
      Duration cpu =
          ProcessHandle.of(process.pid())
              .flatMap(handle -> handle.info().totalCpuDuration())
              .orElseThrow();
      if (!function.http()) {
        assertThat(response.status()).as("%s: %s", function.name(), process.log()).isEqualTo(200);
      }
      return new Answer(response.status(), cpu, process.peakRssBytes(), process.log());
    }
  }

  /** As Terraform says, but for where Google's services are. */
  private static Map<String, String> environment(
      LocalServices services, TerraformFunction function) {
    Map<String, String> environment = new HashMap<>(function.environment());
    for (String secret : function.secrets()) {
      environment.put(secret, SECRETS.getOrDefault(secret, ANY_SECRET));
    }
    environment.put("FIRESTORE_EMULATOR_HOST", services.firestore().hostAndPort());
    environment.put("FIREBASE_AUTH_EMULATOR_HOST", services.auth().hostAndPort());
    environment.put("PUBSUB_EMULATOR_HOST", services.pubSub().hostAndPort());
    environment.put("STORAGE_EMULATOR_HOST", services.storage().hostAndPort());
    // Speaks gRPC, and knows no metrics: they are unknown then.
    environment.put("MONITORING_EMULATOR_HOST", services.firestore().hostAndPort());
    return environment;
  }

  private static String message(Repository repository, TerraformFunction function)
      throws IOException {
    if (function.name().equals(LocalFunction.WEEKLY_REPORT.name())) {
      // Both invokers at once would report the same week, of which one asks for its event again.
      return "{\"dryRun\":true}";
    }
    return Schedule.readAll(repository.schedules()).stream()
        .filter(schedule -> schedule.function().equals(function.name()))
        .map(Schedule::data)
        .findFirst()
        .orElse("{}");
  }

  private static List<String> table(Map<String, List<Future<Answer>>> answers) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, List<Future<Answer>>> each : answers.entrySet()) {
      List<Duration> cpu = new ArrayList<>();
      long memory = 0;
      for (Future<Answer> future : each.getValue()) {
        cpu.add(LocalServices.get(future).cpu());
        memory = Math.max(memory, LocalServices.get(future).peakRssBytes());
      }
      cpu.sort(null);
      lines.add(
          "| %s | %.1f s | %d MB |"
              .formatted(
                  each.getKey(), cpu.get(cpu.size() / 2).toMillis() / 1000.0, memory / 1_000_000));
    }
    return lines;
  }
}
