package com.maayegue.maintenance.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import com.maayegue.maintenance.emulators.Await;
import com.maayegue.maintenance.sampledata.NotificationVerdict;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stack with the deployable jars, on a small Ma'a yegue. */
class LocalStackIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private static Path folder;
  private static LocalStack stack;

  private final SampleApp app = SampleApp.of(Instant.now(), 500, 800, 2_000_000);
  private final Inspection inspection = new Inspection(stack);

  @BeforeAll
  static void start() throws IOException {
    stack = LocalStack.start(Repository.containing(Path.of("")), folder, false, delivery -> {});
  }

  @AfterAll
  static void stopAndLeaveNoProcess() throws IOException {
    List<Long> pids = stack.pids();
    assertThat(pids).hasSizeGreaterThan(3).allMatch(LocalStackIT::runs);

    stack.close();

    assertThat(pids).noneMatch(LocalStackIT::runs);
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void carriesATriggerThroughItsTopicToTheFunction() throws Exception {
    app.importNotifications(stack, new Steps.Progress());
    long purged = app.notifications().expected().get(NotificationVerdict.PURGED);
    assertThat(inspection.notifications()).isEqualTo(800);
    stack.start(LocalFunction.NOTIFICATION_PURGE, Map.of("DRY_RUN", "false"));

    RunRecord first = stack.run(LocalFunction.NOTIFICATION_PURGE, PATIENCE, () -> {});

    assertThat(first.outcome()).isEqualTo("Done");
    assertThat(first.function()).isEqualTo("notification-purge");
    assertThat(first.dryRun()).isFalse();
    assertThat(first.count("deleted")).isEqualTo(purged).isPositive();
    assertThat(inspection.notifications()).isEqualTo(800 - purged);

    RunRecord second = stack.run(LocalFunction.NOTIFICATION_PURGE, PATIENCE, () -> {});

    assertThat(second.outcome()).isEqualTo("Done");
    assertThat(second.event()).isNotEqualTo(first.event());
    assertThat(second.count("deleted")).isZero();
    assertThat(inspection.notifications()).isEqualTo(800 - purged);
  }

  @Test
  void collectsTheAlertsOfFunctions() throws Exception {
    stack.start(LocalFunction.NOTIFICATION_PURGE, Map.of());
    stack.topics().publish("notification-purge", "not JSON");

    List<String> alerts = new CopyOnWriteArrayList<>();
    Await.until(
        PATIENCE,
        "an alert",
        () -> {
          alerts.addAll(stack.newAlerts());
          return !alerts.isEmpty();
        });

    assertThat(JsonParser.parseString(alerts.get(0)).getAsJsonObject().get("rule").getAsString())
        .isEqualTo("notification-purge-failed");
  }

  @Test
  void saysWhenAFunctionFailsEachTime() throws Exception {
    stack.stop(LocalFunction.INACTIVE_USER_CLEANUP);
    assertThatThrownBy(() -> stack.address(LocalFunction.INACTIVE_USER_CLEANUP))
        .hasMessage("inactive-user-cleanup does not run");
    assertThatThrownBy(() -> stack.run(LocalFunction.INACTIVE_USER_CLEANUP, PATIENCE, () -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("inactive-user-cleanup failed at message");
  }

  @Test
  void endsTheStoryOfTheDemoAsTheSeedLetsExpect() throws Exception {
    Path database = folder.resolve("seed.db");
    app.writeDatabase(database);
    SampleApp.stage(stack, database);
    app.importAccounts(stack, new Steps.Progress());
    app.importNotifications(stack, new Steps.Progress());
    stack.startFunctions(DemoStory.FUNCTIONS, true);
    try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Steps steps = new Steps(nowhere, false, Style.PLAIN)) {
      Narration narration = new Narration(stack, steps);

      new DemoStory(stack, app, narration).tell();

      assertThat(narration.checks()).hasSizeGreaterThan(10).allMatch(Check::agrees);
      assertThat(narration.runs()).hasSize(5).allMatch(Report.Run::agrees);
      assertThat(narration.runs())
          .extracting(run -> run.record().dryRun())
          .containsExactly(true, true, false, false, false);
    }
  }
}
