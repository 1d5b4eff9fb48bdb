package com.maayegue.maintenance.benchmarks;

import com.maayegue.maintenance.benchmarks.obvious.PurgeAllFunction;
import com.maayegue.maintenance.benchmarks.obvious.PurgeBulkWriterFunction;
import com.maayegue.maintenance.benchmarks.obvious.PurgePagesFunction;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import com.maayegue.maintenance.emulators.PubSubEmulator;
import com.maayegue.maintenance.sampledata.FirestoreImport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The purge of 100,000 old of 125,000 notifications, and of 8,000 of 10,000. */
final class PurgeBenchmark {
  private static final String PROJECT = "demo-benchmarks";
  private static final int SMALL = 10_000;
  private static final int LARGE = 125_000;
  private static final int PATIENCE_WITH_ONE_BATCH = 90;
  private static final int PATIENCE_WITH_BULK_WRITER = 240;

  private final Folders folders;
  private final int rounds;
  private final Contender all;

  PurgeBenchmark(Folders folders, int rounds) {
    this.folders = folders;
    this.rounds = rounds;
    this.all =
        Contender.obvious("purge-all-in-one-batch", folders, PurgeAllFunction.class)
            .within(PATIENCE_WITH_ONE_BATCH);
  }

  /** Measures. */
  Results run() throws Exception {
    Path logs = Files.createDirectories(folders.results().resolve("logs"));
    List<Contender> contenders =
        List.of(
            Contender.obvious("purge-pages", folders, PurgePagesFunction.class),
            Contender.deployable(
                "notification-purge",
                folders,
                "notification-purge",
                "com.maayegue.maintenance.notificationpurge.NotificationPurgeFunction",
                Map.of("DRY_RUN", "false")),
            Contender.obvious("purge-bulk-writer", folders, PurgeBulkWriterFunction.class)
                .within(PATIENCE_WITH_BULK_WRITER));
    List<Measurement> measured = new ArrayList<>();
    try (PubSubEmulator pubSub = PubSubEmulator.start(PROJECT, logs)) {
      // Unmeasured: the machine's caches, and the first look at each jar.
      for (Contender contender : contenders) {
        measure(pubSub, contender, SMALL, 0);
      }
      for (int round = 1; round <= rounds; round++) {
        for (Contender contender : Rotation.of(contenders, round)) {
          measured.add(measure(pubSub, contender, SMALL, round));
          measured.add(measure(pubSub, contender, LARGE, round));
        }
      }
      measured.add(measure(pubSub, all, SMALL, 1));
      measured.add(measure(pubSub, all, LARGE, 1));
    }
    return new Results("purge", "documents", "purge-pages", "notification-purge", measured);
  }

  /**
   * One run on an emulator of its own: what others deleted would still fill its memory. The import
   * warms it up, for each in the same way.
   */
  private Measurement measure(PubSubEmulator pubSub, Contender contender, int size, int round)
      throws Exception {
    Path logs = folders.results().resolve("logs");
    try (FirestoreEmulator emulator = FirestoreEmulator.start(PROJECT, logs);
        Documents documents = Documents.in(emulator, PROJECT)) {
      Notifications notifications = new Notifications(size);
      new FirestoreImport(emulator.hostAndPort(), PROJECT)
          .write(notifications.iterator(Instant.now()));
      Map<String, String> env =
          Map.of(
              "GOOGLE_CLOUD_PROJECT",
              PROJECT,
              "FIRESTORE_EMULATOR_HOST",
              emulator.hostAndPort(),
              "PUBSUB_EMULATOR_HOST",
              pubSub.hostAndPort());
      Measurement run =
          new Stopwatch(folders, env, List.of(emulator.pid())).measure(contender, size, round);
      long left = documents.notifications();
      Measurement found = run.withFound(size - left, Map.of("left", left));
      Progress.tell(found);
      if (found.succeeded() && left != size - notifications.old()) {
        throw new IllegalStateException(contender.name() + " left " + left + " documents");
      }
      return found;
    }
  }
}
