package com.maayegue.maintenance.alertdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.mailboxstandins.Delivered.Medium;
import com.maayegue.maintenance.pubsub.Trigger;
import com.maayegue.maintenance.runrecords.RunRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that did not run, with the schedules that the jar is built with. */
class JobWatchTest {
  private static final String JOB = "notification-purge";
  // The purge is due at 03:00 in Douala, with half an hour of grace.
  private static final Instant DUE = Instant.parse("2025-10-08T02:00:00Z");
  private static final Instant JUDGED = DUE.plus(Duration.ofMinutes(31));

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
  void watchFromTheDayBeforeOn() throws Exception {
    town.clear();
    town.now = DUE.minus(Duration.ofHours(12));
    tick(town.now);
  }

  @Test
  void saysNothingOfADayOnWhichNobodyWatchedYet() throws Exception {
    town.clear();
    town.now = JUDGED;
    tick(JUDGED);
    tick(JUDGED.plusSeconds(300));
    assertThat(missed().exists()).isFalse();
  }

  @Test
  void saysNothingWhileThereIsTime() throws Exception {
    tick(DUE.plus(Duration.ofMinutes(29)));
    assertThat(missed().exists()).isFalse();
  }

  @Test
  void raisesAJobThatDidNotRunOnceAndResolvesItWhenItHas() throws Exception {
    tick(JUDGED);
    tick(JUDGED.plusSeconds(300));
    assertThat(missed().getString("state")).isEqualTo("firing");
    assertThat(missed().getLong("count")).isEqualTo(1);
    assertThat(mailsOf(JOB)).hasSize(1);
    assertThat(mailsOf(JOB).get(0)).contains("n’a pas fini à temps", "aucune exécution");

    run("{}", JUDGED.plusSeconds(360), new RunOutcome.Done(Map.of()));
    tick(JUDGED.plusSeconds(600));
    tick(JUDGED.plusSeconds(600 + 15 * 60));
    assertThat(missed().getString("state")).isEqualTo("resolved");
    assertThat(mailsOf(JOB)).hasSize(2);
  }

  @Test
  void isContentWithARunThatEndedWell() throws Exception {
    run("{}", DUE.plusSeconds(2), new RunOutcome.Skipped(Map.of(), "nothing to do"));
    tick(JUDGED);
    assertThat(missed().exists()).isFalse();
  }

  @Test
  void isNotContentWithAFailureNorWithADryRunByHand() throws Exception {
    run("{}", DUE.plusSeconds(2), new RunOutcome.Failed("remote", "NOT_FOUND"));
    run("{\"dryRun\":true}", DUE.plusSeconds(60), new RunOutcome.Done(Map.of()));
    tick(JUDGED);
    assertThat(mailsOf(JOB).get(0)).contains("Failed NOT_FOUND");
  }

  @Test
  void findsTheGoodRunBehindManyOthers() throws Exception {
    run("{}", DUE.plusSeconds(2), new RunOutcome.Done(Map.of()));
    for (int i = 0; i < 45; i++) {
      run("{\"event\":" + i + "}", DUE.plusSeconds(10 + i), new RunOutcome.Done(Map.of()));
    }
    tick(JUDGED);
    assertThat(missed().exists()).isFalse();
  }

  @Test
  void canBeToldThatNobodyWaitsForAJob() throws Exception {
    town.now = JUDGED;
    town.dispatch(Map.of("UNWATCHED_JOBS", JOB), town.firestore).run(town.frame("{}", false));
    assertThat(missed().exists()).isFalse();
  }

  @Test
  void raisesARunThatDiedOnceAndResolvesItWithTheNextGoodOne() throws Exception {
    DocumentReference dead = started("{}", DUE.plusSeconds(2));
    tick(DUE.plus(Duration.ofMinutes(9)));
    assertThat(died().exists()).isFalse();
    tick(DUE.plus(Duration.ofMinutes(11)));
    tick(DUE.plus(Duration.ofMinutes(16)));
    assertThat(died().getLong("count")).isEqualTo(1);
    assertThat(dead.get().get().getString("outcome")).isEqualTo("Died");
    assertThat(dead.get().get().get("finishedAt")).isNull();

    run("{}", DUE.plus(Duration.ofMinutes(20)), new RunOutcome.Done(Map.of()));
    tick(DUE.plus(Duration.ofMinutes(25)));
    tick(DUE.plus(Duration.ofMinutes(40)));
    assertThat(died().getString("state")).isEqualTo("resolved");
  }

  @Test
  void saysNothingOfADeadRunThatWasMadeUpForAlready() throws Exception {
    DocumentReference dead = started("{}", DUE.plusSeconds(2));
    run("{}", DUE.plus(Duration.ofMinutes(5)), new RunOutcome.Done(Map.of()));
    tick(DUE.plus(Duration.ofMinutes(11)));
    assertThat(died().exists()).isFalse();
    assertThat(dead.get().get().getString("outcome")).isEqualTo("Died");
  }

  private static void tick(Instant at) throws Exception {
    town.now = at;
    town.dispatch().run(town.frame("{}", false));
  }

  private static DocumentSnapshot missed() throws Exception {
    return town.incident("job-missed-" + JOB);
  }

  private static DocumentSnapshot died() throws Exception {
    return town.incident("job-died-" + JOB);
  }

  /** Other jobs of the schedules may be due at the same time. */
  private static List<String> mailsOf(String job) {
    return town.reached(Medium.EMAIL).stream()
        .filter(mail -> mail.subject().contains(job))
        .map(mail -> mail.text())
        .toList();
  }

  private static DocumentReference started(String message, Instant at) throws Exception {
    JsonObject data = JsonParser.parseString(message).getAsJsonObject();
    return new RunRecords(town.firestore, JOB, "1")
        .start(new Trigger("1", at, data, Optional.empty()), false, at);
  }

  private static void run(String message, Instant at, RunOutcome outcome) throws Exception {
    DocumentReference record = started(message, at);
    new RunRecords(town.firestore, JOB, "1").finish(record, outcome, at.plusSeconds(1));
  }
}
