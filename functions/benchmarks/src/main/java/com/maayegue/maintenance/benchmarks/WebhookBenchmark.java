package com.maayegue.maintenance.benchmarks;

import com.google.gson.GsonBuilder;
import com.maayegue.maintenance.emulators.PubSubEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * {@code payment-webhook} beside a function of Node that does the same: its cold start, and what it
 * does under load. Each has one CPU; the emulator and the senders have the others.
 */
final class WebhookBenchmark {
  private static final String PROJECT = "demo-benchmarks";
  private static final int COLD_STARTS_A_ROUND = 5;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration LOAD = Duration.ofSeconds(10);

  private final Folders folders;
  private final int rounds;
  private final List<Run> runs = new ArrayList<>();

  WebhookBenchmark(Folders folders, int rounds) {
    this.folders = folders;
    this.rounds = rounds;
  }

  private record Run(String contender, double coldSeconds, WebhookLoad load) {}

  /**
   * Measures, prints a table of medians, and writes {@code webhook.md} and {@code webhook.json}.
   */
  void run() throws Exception {
    Path logs = Files.createDirectories(folders.results().resolve("logs"));
    WebhookContender ours = WebhookContender.ours(folders);
    WebhookContender node = WebhookContender.node(folders);
    try (PubSubEmulator pubSub = PubSubEmulator.start(PROJECT, logs)) {
      pubSub.topics().createTopic("payment-events");
      keepOffTheFirstCpu(pubSub.pid());
      keepOffTheFirstCpu(ProcessHandle.current().pid());
      Map<String, String> env =
          Map.of(
              "GOOGLE_CLOUD_PROJECT",
              PROJECT,
              "PUBSUB_EMULATOR_HOST",
              pubSub.hostAndPort(),
              "STRIPE_WEBHOOK_SECRET",
              StripeConnection.SECRET);
      // Unmeasured: the machine's caches, and the emulator's own start.
      coldStarts(ours, env, logs, 2);
      coldStarts(node, env, logs, 2);
      for (int round = 1; round <= rounds; round++) {
        List<WebhookContender> order = round % 2 == 1 ? List.of(ours, node) : List.of(node, ours);
        for (WebhookContender contender : order) {
          measure(contender, env, logs);
        }
      }
    }
    report(ours.name(), node.name());
  }

  private void measure(WebhookContender contender, Map<String, String> env, Path logs)
      throws Exception {
    double cold = coldStarts(contender, env, logs, COLD_STARTS_A_ROUND);
    try (WebhookProcess process = WebhookProcess.start(contender, env, log(contender, logs))) {
      WebhookLoad.of(process.port(), WARM_UP);
      WebhookLoad load = WebhookLoad.of(process.port(), LOAD);
      System.out.printf(
          Locale.ROOT,
          "%-56s first 200 after %.2f s; %.0f/s, median %.1f ms, p99 %.1f ms%n",
          contender.name(),
          cold,
          load.rate(),
          load.middleMillis(),
          load.slowMillis());
      runs.add(new Run(contender.name(), cold, load));
    }
  }

  /** The median, in seconds. */
  private static double coldStarts(
      WebhookContender contender, Map<String, String> env, Path logs, int times)
      throws IOException, InterruptedException {
    List<Double> seconds = new ArrayList<>();
    for (int time = 0; time < times; time++) {
      try (WebhookProcess process = WebhookProcess.start(contender, env, log(contender, logs))) {
        seconds.add(process.secondsToFirst());
      }
    }
    return median(seconds);
  }

  private static Path log(WebhookContender contender, Path logs) {
    return logs.resolve(contender.name().replaceAll("[^a-z]+", "-") + ".log");
  }

  private static void keepOffTheFirstCpu(long pid) throws IOException, InterruptedException {
    int last = Runtime.getRuntime().availableProcessors() - 1;
    Process taskset =
        new ProcessBuilder("taskset", "-a", "-p", "-c", "1-" + last, Long.toString(pid))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (taskset.waitFor() != 0) {
      throw new IOException("taskset failed: this needs Linux and two CPUs");
    }
  }

  private void report(String ours, String node) throws IOException {
    StringBuilder table = new StringBuilder();
    table.append("| | first 200 after, s | requests/s at 64 | median, ms | p99, ms |\n");
    table.append("|---|--:|--:|--:|--:|\n");
    for (String contender : List.of(node, ours)) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %,.0f | %.1f | %.1f |%n",
              contender,
              median(contender, Run::coldSeconds),
              median(contender, run -> run.load().rate()),
              median(contender, run -> run.load().middleMillis()),
              median(contender, run -> run.load().slowMillis())));
    }
    table.append(
        String.format(
            Locale.ROOT,
            "| ours against Node's | %.2f | %.2f | %.2f | %.2f |%n",
            ratio(ours, node, Run::coldSeconds),
            ratio(ours, node, run -> run.load().rate()),
            ratio(ours, node, run -> run.load().middleMillis()),
            ratio(ours, node, run -> run.load().slowMillis())));
    System.out.println();
    System.out.println(Machine.here());
    System.out.println();
    System.out.println(table);
    Files.writeString(folders.results().resolve("webhook.md"), Machine.here() + "\n\n" + table);
    Files.writeString(
        folders.results().resolve("webhook.json"),
        new GsonBuilder().setPrettyPrinting().create().toJson(runs));
  }

  private double ratio(String ours, String other, ToDoubleFunction<Run> value) {
    return median(ours, value) / median(other, value);
  }

  private double median(String contender, ToDoubleFunction<Run> value) {
    return median(
        runs.stream()
            .filter(run -> run.contender().equals(contender))
            .map(run -> value.applyAsDouble(run))
            .toList());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
