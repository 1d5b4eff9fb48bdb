package com.maayegue.maintenance.inactiveusercleanup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionSpec;
import com.maayegue.maintenance.emulators.PubSubEmulator;
import com.maayegue.maintenance.emulators.StepProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The deployable jar, killed (SIGKILL) in each state that it can leave the world in, the odd ones
 * with a notice period and the even ones without, and run again: whatever the moment, the end is
 * that of one undisturbed run.
 */
class InterruptedCleanupIT {
  @TempDir private static Path folder;
  private static Town town;
  private static PubSubEmulator pubSub;
  private static StepProxy.Gate gate;
  private static StepProxy firestoreProxy;
  private static StepProxy authProxy;
  private static StepProxy storageProxy;
  private static int processes;
  // Starts while the one before is looked at: most of the time here is the start of Java.
  private static CompletableFuture<FunctionProcess> next;

  @BeforeAll
  static void start() throws Exception {
    town = Town.empty();
    pubSub = PubSubEmulator.start(Town.PROJECT, folder);
    pubSub.topics().createTopic("maintenance-alerts");
    gate = new StepProxy.Gate();
    firestoreProxy = new StepProxy(town.firestoreEmulator.hostAndPort(), true, gate);
    authProxy = new StepProxy(town.authEmulator.hostAndPort(), false, gate);
    storageProxy = new StepProxy(town.storageServer.hostAndPort(), false, gate);
  }

  @AfterAll
  static void stop() throws Exception {
    next.get().close();
    firestoreProxy.close();
    authProxy.close();
    storageProxy.close();
    pubSub.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"P28D", "P0D"})
  void endsAsAnUndisturbedRunWhereverItWasKilled(String noticePeriod) throws Exception {
    next = startSoon(noticePeriod);
    seed(noticePeriod);
    assertThat(killedBefore(Integer.MAX_VALUE, noticePeriod)).isFalse();
    int steps = gate.steps();
    assertThat(gate.requests()).isGreaterThan(15);
    List<String> expected = state();
    boolean atOnce = noticePeriod.equals("P0D");
    assertThat(expected)
        .contains(atOnce ? "auth here returned" : "auth here new returned")
        .contains("user due 0", "user returned 1", "doc due deleted", "doc gone deleted")
        .contains(atOnce ? "doc new deleted" : "doc new noticed");
    assertThat(steps).isBetween(10, gate.requests() - 1);

    for (int step : gate.sample(atOnce ? 2 : 1).toArray()) {
      seed(noticePeriod);
      boolean killed = killedBefore(step, noticePeriod);
      gate.killBefore(Integer.MAX_VALUE, () -> {});
      RunOutcome rerun = town.run(Instant.now(), false);
      assertThat(rerun)
          .as("rerun after a kill before step %s", step)
          .isInstanceOf(RunOutcome.Done.class);
      assertThat(state())
          .as("killed before step %s of %s: %s", step, steps, killed)
          .isEqualTo(expected);
    }
    next.get().close();
  }

  /**
   * Two due with notice, one due at once, one that came back after it was disabled, one gone, one
   * alive.
   */
  private static void seed(String noticePeriod) throws Exception {
    town.clear();
    town.env.put("NOTICE_PERIOD", noticePeriod);
    Instant now = Instant.now();
    Instant old = now.minus(Duration.ofDays(500));
    Instant lately = now.minus(Duration.ofDays(2));
    town.account("due", old, old, Map.of("email", "due@example.com"));
    town.account("due2", old, null, Map.of());
    town.account("new", old, old, Map.of("email", "new@example.com"));
    town.account("returned", old, lately, Map.of());
    town.account("here", old, lately, Map.of());
    town.stage(
        connection -> {
          Town.user(connection, "due", old);
          Town.user(connection, "new", old);
          Town.user(connection, "returned", old);
          Town.user(connection, "here", lately);
          Town.sql(connection, "UPDATE users SET is_active = 0 WHERE firebase_uid = 'returned'");
          Town.sql(
              connection,
              "INSERT INTO admin_logs (action, user_id, details, timestamp) VALUES ('user_deactivate',"
                  + " 'row-returned', '{\"by\":\"inactive-user-cleanup\"}', '2025-01-01T00:00:00.000Z')");
        });
    Timestamp yesterday = Timestamp.ofTimeSecondsAndNanos(now.getEpochSecond() - 86_400, 0);
    for (String uid : List.of("due", "due2", "returned", "gone")) {
      town.firestore
          .document("account_deletions/" + uid)
          .set(Map.of("state", "noticed", "deleteAfter", yesterday))
          .get();
    }
  }

  private static CompletableFuture<FunctionProcess> startSoon(String noticePeriod) {
    Map<String, String> env = new HashMap<>(town.env);
    env.put("NOTICE_PERIOD", noticePeriod);
    env.put("FIRESTORE_EMULATOR_HOST", firestoreProxy.hostAndPort());
    env.put("FIREBASE_AUTH_EMULATOR_HOST", authProxy.hostAndPort());
    env.put("STORAGE_EMULATOR_HOST", storageProxy.hostAndPort());
    env.put("PUBSUB_EMULATOR_HOST", pubSub.hostAndPort());
    FunctionSpec spec =
        InactiveUserCleanupIT.spec(env, folder.resolve("killed-" + processes++ + ".log"));
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return FunctionProcess.start(spec);
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        });
  }

  /** Runs the jar; returns whether it was killed. */
  private static boolean killedBefore(int step, String noticePeriod) throws Exception {
    try (FunctionProcess function = next.get()) {
      next = startSoon(noticePeriod);
      gate.killBefore(step, function::kill);
      int status = function.deliver("1", Instant.now(), "inactive-user-cleanup", "{}").status();
      assertThat(status).as(function.log()).isEqualTo(200);
      return false;
    } catch (IOException died) {
      assertThat(gate.isFatal()).as("died by itself: %s", died).isTrue();
      return true;
    }
  }

  /** All that counts, without times. */
  private static List<String> state() throws Exception {
    Set<String> lines = new TreeSet<>();
    lines.add("auth " + String.join(" ", town.accounts()));
    town.deletions().forEach((uid, state) -> lines.add("doc " + uid + " " + state));
    for (QueryDocumentSnapshot mail : town.firestore.collection("mail").get().get()) {
      // The id ends with the day, which may have changed at midnight.
      lines.add("mail " + mail.getId().replaceFirst("-[0-9-]+$", ""));
    }
    for (String user : town.query("SELECT firebase_uid || ' ' || is_active FROM users")) {
      lines.add("user " + user);
    }
    int log = 0;
    for (String entry :
        town.query("SELECT user_id || ' ' || action FROM admin_logs ORDER BY user_id, log_id")) {
      lines.add("log " + log++ + " " + entry);
    }
    int archived = 0;
    for (String line : town.archived().stream().sorted().toList()) {
      lines.add(
          "archive "
              + archived++
              + " "
              + JsonParser.parseString(line).getAsJsonObject().get("localId"));
    }
    return List.copyOf(lines);
  }
}
