package com.maayegue.maintenance.weeklyreport;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionSpec;
import com.maayegue.maintenance.emulators.InvokerJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The deployable jar in the invoker, with nothing but the documented environment. */
class WeeklyReportIT {
  private static final String WEEK = "{\"week\":\"2025-W41\"}";
  private static final String TOPIC = "weekly-report";

  @TempDir private static Path folder;
  private Newsroom room;

  @BeforeEach
  void start() throws Exception {
    room = Newsroom.empty();
  }

  @ParameterizedTest
  @MethodSource("com.maayegue.maintenance.emulators.InvokerJar#tried")
  void storesAndSendsOnceAndReplacesWhenAsked(String invoker) throws Exception {
    room.fill();
    try (FunctionProcess function =
        FunctionProcess.start(
            spec(room.env, folder.resolve("it.log")), InvokerJar.find(invoker), 0)) {
      assertThat(deliver(function, "1", "{\"week\":\"2025-W41\",\"dryRun\":true}")).isEqualTo(200);
      assertThat(room.names()).isEmpty();
      for (int i = 0; i < 3; i++) {
        assertThat(deliver(function, "2", WEEK)).as(function.log()).isEqualTo(200);
      }
      assertThat(room.names()).as(function.log()).hasSize(3);
      assertThat(room.mails()).as(function.log()).hasSize(2);
      assertThat(room.posts()).hasSize(1);
      assertThat(room.mails().get(0).raw()).contains("Content-ID: <users-active>");
      String resend = "{\"week\":\"2025-W41\",\"resend\":true}";
      assertThat(deliver(function, "3", resend)).isEqualTo(200);
      assertThat(room.mails()).hasSize(4);
      assertThat(deliver(function, "4", "{\"week\":\"2025-W54\"}")).isEqualTo(200);
      assertThat(function.log())
          .contains("2025 has the weeks 1 to 52")
          .doesNotContain("direction@maayegue.com");
    }
    assertThat(room.pubSub.topics().pull("test-maintenance-alerts"))
        .singleElement()
        .satisfies(alert -> assertThat(alert.data()).contains("weekly-report failed: message"));
  }

  @Test
  void sendsAtMostOneDoubleAndMarksItWhenItIsKilledBetweenStoringAndSending() throws Exception {
    room.fill();
    room.env.put("REPORT_RECIPIENTS", "direction@maayegue.com");
    room.env.remove("SLACK_WEBHOOK_URL");
    String port = room.env.get("SMTP_PORT");
    try (SilentServer silent = new SilentServer()) {
      room.env.put("SMTP_PORT", Integer.toString(silent.port()));
      try (FunctionProcess function =
          FunctionProcess.start(spec(room.env, folder.resolve("killed.log")))) {
        Thread delivery = new Thread(() -> ignoringItsEnd(function));
        delivery.start();
        // It is stored, its mail is taken on, and the server says nothing.
        silent.awaitCaller();
        function.kill();
        delivery.join();
      }
    }
    assertThat(room.names()).hasSize(3);
    room.env.put("SMTP_PORT", port);
    assertThat(room.run(WEEK, "1", Instant.now().plus(Deliveries.CLAIM).plusSeconds(5)).counts())
        .containsEntry("sent.email", 1L)
        .containsEntry("repeated.email", 1L);
    assertThat(room.mails())
        .singleElement()
        .satisfies(mail -> assertThat(mail.subject()).endsWith("(doublon possible)"));
  }

  private static void ignoringItsEnd(FunctionProcess function) {
    try {
      deliver(function, "1", WEEK);
    } catch (IOException killed) {
      // As was meant.
    }
  }

  @Test
  void exitsBeforeServingWithAllProblemsAtOnce() throws Exception {
    Map<String, String> wrong = new HashMap<>(room.env);
    wrong.remove("REPORT_BUCKET");
    wrong.put("LOCALE", "de");
    wrong.remove("SMTP_HOST");
    FunctionSpec spec = spec(wrong, folder.resolve("wrong.log"));
    assertThat(FunctionProcess.exitCodeOf(spec)).isEqualTo(1);
    assertThat(Files.readString(spec.log()))
        .contains("3 problem(s)")
        .contains("REPORT_BUCKET: expected a value")
        .contains("LOCALE: expected fr or en")
        .contains("SMTP_HOST: expected a mail server");
  }

  private static FunctionSpec spec(Map<String, String> env, Path log) {
    return new FunctionSpec(
        TOPIC,
        Path.of(System.getProperty("deployable")),
        WeeklyReportFunction.class.getName(),
        env,
        FunctionSpec.quick("-Xmx128m"),
        log);
  }

  private static int deliver(FunctionProcess function, String id, String data) throws IOException {
    return function.deliver(id, Instant.now(), TOPIC, data).status();
  }
}
