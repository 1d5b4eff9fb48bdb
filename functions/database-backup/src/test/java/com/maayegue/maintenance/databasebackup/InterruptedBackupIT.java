package com.maayegue.maintenance.databasebackup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.databasebackups.Backup;
import com.maayegue.maintenance.databasebackups.BackupCatalog.Inventory;
import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionSpec;
import com.maayegue.maintenance.emulators.StepProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stopped before each of its requests in turn, and run again: whatever the moment, the end is that
 * of one undisturbed run. Each time the line goes dead in this process; every few times the
 * deployable jar is killed (SIGKILL) as well, {@code -Dkill.stride=1} for each time.
 */
class InterruptedBackupIT {
  private static final String LIVE = "live/maa_yegue_app.db";
  private static final int STRIDE = Integer.getInteger("kill.stride", 16);

  @TempDir private static Path folder;
  private static Yard yard;
  private static StepProxy.Gate gate;
  private static int stepsOfLast;
  private static int requestsOfLast;
  private static StepProxy firestoreProxy;
  private static StepProxy storageProxy;
  private static StepProxy pubSubProxy;
  private static final Map<String, byte[]> SEED = new LinkedHashMap<>();
  private static final Map<String, Map<String, String>> METADATA = new HashMap<>();

  @BeforeAll
  static void start() throws Exception {
    yard = Yard.empty();
    gate = new StepProxy.Gate();
    firestoreProxy = new StepProxy(yard.firestoreEmulator.hostAndPort(), true, gate);
    storageProxy = new StepProxy(yard.storageServer.hostAndPort(), false, gate);
    pubSubProxy = new StepProxy(yard.pubSub.hostAndPort(), false, gate);
  }

  @AfterAll
  static void stop() throws Exception {
    firestoreProxy.close();
    storageProxy.close();
    pubSubProxy.close();
  }

  @Test
  void endsAsAnUndisturbedRunWhereverItWasKilled() throws Exception {
    for (int day = 5; day >= 3; day--) {
      yard.stage(Yard.APP, "day " + day);
      yard.past(Yard.APP, Instant.now().minus(Duration.ofDays(day)));
    }
    yard.stage(Yard.APP, "today");
    remember();
    List<String> expected = endOf();
    assertThat(expected).contains("backups 2", "objects 4", "orphans 0", "outcome Done");
  }

  @Test
  void quarantinesOnceWhereverItWasKilled() throws Exception {
    yard.clear();
    yard.stage(Yard.APP, "before");
    yard.past(Yard.APP, Instant.now().minus(Duration.ofDays(3)));
    yard.stage(Yard.APP, Yard.fixture("damaged-index-page"));
    remember();
    List<String> expected = endOf();
    assertThat(expected).contains("backups 1", "quarantine 2", "outcome Failed");
  }

  /** The end of an undisturbed run; that of each run that was stopped is the same. */
  private static List<String> endOf() throws Exception {
    List<String> expected = endAfter(Integer.MAX_VALUE, true);
    endAfter(Integer.MAX_VALUE, false);
    int steps = stepsOfLast;
    assertThat(requestsOfLast).isGreaterThan(10);
    assertThat(steps).isGreaterThan(1);
    for (int step = 1; step <= steps; step++) {
      assertThat(endAfter(step, false)).as("cut before %s of %s", step, steps).isEqualTo(expected);
      if (step % STRIDE == 0) {
        assertThat(endAfter(step, true))
            .as("killed before %s of %s", step, steps)
            .isEqualTo(expected);
      }
    }
    return expected;
  }

  /**
   * The end of a run that is stopped before a step, of one after it, and of one that finds nothing
   * to do.
   */
  private static List<String> endAfter(int step, boolean jar) throws Exception {
    seed();
    boolean stopped = jar ? killedBefore(step) : cutBefore(step);
    stepsOfLast = gate.steps();
    requestsOfLast = gate.requests();
    assertThat(stopped).isEqualTo(step != Integer.MAX_VALUE);
    gate.killBefore(Integer.MAX_VALUE, () -> {});
    yard.run(Instant.now());
    return state(yard.run(Instant.now()));
  }

  /** Runs in this process until the line goes dead; returns whether it did. */
  private static boolean cutBefore(int step) throws Exception {
    gate.killBefore(step, () -> {});
    Storage storage =
        StorageOptions.http()
            .setProjectId(Yard.PROJECT)
            .setHost("http://" + storageProxy.hostAndPort())
            .setCredentials(NoCredentials.getInstance())
            .setRetrySettings(
                StorageOptions.getDefaultRetrySettings().toBuilder().setMaxAttempts(1).build())
            .build()
            .getService();
    try {
      yard.run(Instant.now(), storage, pubSubProxy.hostAndPort());
    } catch (IOException | StorageException cut) {
      assertThat(gate.isFatal()).as("failed by itself: %s", cut).isTrue();
    }
    return gate.isFatal();
  }

  private static void remember() {
    SEED.clear();
    for (Blob blob : yard.storage.list(Yard.BUCKET).iterateAll()) {
      SEED.put(blob.getName(), blob.getContent());
      METADATA.put(
          blob.getName(), blob.getMetadata() == null ? Map.of() : Map.copyOf(blob.getMetadata()));
    }
  }

  private static void seed() {
    yard.clearStorage();
    yard.env.put("RETENTION_DAILY", "2");
    yard.env.put("RETENTION_WEEKLY", "0");
    yard.env.put("RETENTION_MONTHLY", "0");
    SEED.forEach(
        (name, bytes) ->
            yard.storage.create(
                BlobInfo.newBuilder(BlobId.of(Yard.BUCKET, name))
                    .setMetadata(METADATA.get(name))
                    .build(),
                bytes));
  }

  /** Runs the jar; returns whether it was killed. */
  private static boolean killedBefore(int step) throws Exception {
    Map<String, String> env = new HashMap<>(yard.env);
    env.put("FIRESTORE_EMULATOR_HOST", firestoreProxy.hostAndPort());
    env.put("STORAGE_EMULATOR_HOST", storageProxy.hostAndPort());
    env.put("PUBSUB_EMULATOR_HOST", pubSubProxy.hostAndPort());
    FunctionSpec spec = DatabaseBackupIT.spec(env, folder.resolve("killed.log"));
    try (FunctionProcess function = FunctionProcess.start(spec)) {
      gate.killBefore(step, function::kill);
      int status = function.deliver("1", Instant.now(), "database-backup", "{}").status();
      assertThat(status).as(function.log()).isEqualTo(200);
      return false;
    } catch (IOException died) {
      assertThat(gate.isFatal()).as("died by itself: %s", died).isTrue();
      return true;
    }
  }

  /** All that counts, without times. */
  private static List<String> state(RunOutcome outcome) throws Exception {
    Inventory inventory = yard.catalog().inventory(Yard.APP);
    List<String> state = new ArrayList<>();
    state.add("backups " + inventory.backups().size());
    state.add("proven " + inventory.backups().stream().filter(Backup::proven).count());
    state.add("objects " + yard.names("backups/").size());
    state.add("orphans " + inventory.orphans().size());
    state.add("quarantine " + yard.names("quarantine/").size());
    state.add("outcome " + (outcome instanceof RunOutcome.Failed ? "Failed" : "Done"));
    for (Backup backup : inventory.backups()) {
      state.add(backup.manifest().sha256());
    }
    byte[] live = yard.storage.readAllBytes(Yard.BUCKET, LIVE);
    assertThat(live).isEqualTo(SEED.get(LIVE));
    assertThat(yard.storage.list(Yard.BUCKET, Storage.BlobListOption.prefix("live/")).iterateAll())
        .hasSize(1);
    return state;
  }
}
