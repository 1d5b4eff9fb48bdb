package com.maayegue.maintenance.alertdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.mailboxstandins.Delivered.Medium;
import com.maayegue.maintenance.pubsub.Alert;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts that are not as they should be or do not end, and runs that change nothing or not all. */
class UnusualAlertsTest {
  private static final String CAUSE = "payment-failures";
  private static final Duration TICK = Duration.ofMinutes(5);

  @TempDir private static Path logs;
  private static DispatchTown town;

  @BeforeAll
  static void start() throws Exception {
    town = DispatchTown.start(logs);
  }

  @AfterAll
  static void stop() throws Exception {
    town.close();
  }

  @BeforeEach
  void clear() throws Exception {
    town.clear();
  }

  @Test
  void remindsAfterTheIntervalAndCallsNobodyForIt() throws Exception {
    town.alert(town.firing(CAUSE));
    for (int minutes : new int[] {5, 25, 5, 180, 20, 5, 5}) {
      town.tickAfter(Duration.ofMinutes(minutes));
    }
    assertThat(town.reached(Medium.CALL))
        .extracting(call -> call.to())
        .containsExactly(DispatchTown.OPS, DispatchTown.LEAD);
    // In so many hours without a run, a job is also reported as missed: that is another cause.
    var mails =
        town.reached(Medium.EMAIL).stream()
            .filter(mail -> mail.subject().contains("paiements en échec"))
            .toList();
    assertThat(mails)
        .extracting(mail -> mail.to())
        .containsExactly(
            "ops@maayegue.com", "lead@maayegue.com", "ops@maayegue.com", "lead@maayegue.com");
    assertThat(mails.subList(2, 4)).allMatch(mail -> mail.subject().contains("RAPPEL 1"));
  }

  @Test
  void boundsAnAlertOfAMegabyte() throws Exception {
    Alert huge = town.firing(CAUSE);
    Alert alert =
        new Alert(
            huge.rule(),
            huge.severity(),
            huge.status(),
            "t".repeat(1_000_000),
            "+237650000001 ".repeat(80_000),
            Map.of(),
            huge.dedupKey(),
            huge.occurredAt(),
            "p");
    town.alert(alert);
    assertThat(town.reached()).hasSize(2);
    assertThat(town.reached(Medium.EMAIL).get(0).raw().length()).isLessThan(30_000);
    assertThat(town.reached(Medium.EMAIL).get(0).text()).doesNotContain("650000001");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"rule\":\"x\"}",
        "{\"hello\":[1,2]}",
        "{\"dryRun\":false,\"rule\":\"../..\",\"severity\":\"?\",\"status\":\"firing\"}"
      })
  void tellsSomebodyOfAMessageThatIsNoAlert(String message) throws Exception {
    RunOutcome outcome = town.dispatch().run(town.frame(message, false));
    assertThat(outcome).isInstanceOf(RunOutcome.Done.class);
    assertThat(town.reached()).containsExactly("EMAIL ops@maayegue.com");
    assertThat(town.reached(Medium.EMAIL).get(0).text()).contains("severity", "cause: message");
    town.tickAfter(Duration.ofMinutes(65));
    town.tickAfter(Duration.ofMinutes(15));
    assertThat(town.incident("alert-dispatch-failed").getString("state")).isEqualTo("resolved");
  }

  @Test
  void changesAndSendsNothingInADryRun() throws Exception {
    RunOutcome outcome = town.dispatch().run(town.frame(town.firing(CAUSE).toJson(), true));
    assertThat(outcome.counts())
        .containsEntry("wouldSend.email", 1L)
        .containsEntry("wouldSend.call", 1L);
    town.dispatch().run(town.frame("{\"dryRun\":true}", true));
    assertThat(town.reached()).isEmpty();
    assertThat(town.firestore.listCollections()).isEmpty();
  }

  @Test
  void keepsTheKeysOfDocumentsApart() throws Exception {
    Set<String> ids = new HashSet<>();
    for (String key : List.of("a/b", "a.b", "..", "a b")) {
      Alert alert = town.firing("other");
      town.alert(
          new Alert(
              "other",
              alert.severity(),
              alert.status(),
              key,
              "",
              Map.of(),
              key,
              alert.occurredAt(),
              "p"));
      ids.add(IncidentDocument.idOf(key));
    }
    assertThat(ids).hasSize(4);
    assertThat(town.reached(Medium.EMAIL)).hasSize(4);
  }

  @Test
  void stopsWhenItsTimeIsOverAndGoesOnWithTheNextTick() throws Exception {
    Instant start = town.now;
    AlertDispatch late =
        new AlertDispatch(
            town.settings(Map.of()), town.firestore, () -> start.plus(Duration.ofMinutes(9)));
    RunOutcome outcome = late.run(town.frame(town.firing(CAUSE).toJson(), false));
    assertThat(outcome).isInstanceOf(RunOutcome.Partial.class);
    assertThat(town.reached()).isEmpty();
    town.tickAfter(TICK);
    assertThat(town.reached()).hasSize(2);
  }

  @Test
  void canBeAcknowledgedByAnOperatorWhoHasNoLink() throws Exception {
    town.alert(town.firing(CAUSE));
    town.dispatch().run(town.frame("{\"acknowledge\":\"payment-failures\"}", false));
    assertThat(town.incident(CAUSE).getString("state")).isEqualTo("acknowledged");
    assertThat(town.dispatch().run(town.frame("{\"acknowledge\":\"nothing\"}", false)))
        .isInstanceOf(RunOutcome.Skipped.class);
  }

  @Test
  void passesOnAtOnceWhatFailedForGood() throws Exception {
    town.others.answerNext(Medium.SLACK, 404, Map.of(), "no_service");
    RunOutcome outcome = town.alert(town.firing("posted"));
    assertThat(outcome.failures()).containsExactly("slack: Slack answered 404: no_service");
    assertThat(town.reached()).contains("SMS " + DispatchTown.OPS);
  }
}
