package com.maayegue.maintenance.benchmarks;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.BulkWriter;
import com.google.cloud.firestore.BulkWriterOptions;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import com.maayegue.maintenance.sampledata.FirestoreImport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** What the benchmarks themselves read from Firestore and write to it. */
record Documents(Firestore firestore) implements AutoCloseable {
  static Documents in(FirestoreEmulator emulator, String project) {
    return new Documents(
        FirestoreOptions.newBuilder()
            .setProjectId(project)
            .setEmulatorHost(emulator.hostAndPort())
            .build()
            .getService());
  }

  /** How many notifications there are. */
  long notifications() throws ExecutionException, InterruptedException {
    return firestore.collection(FirestoreImport.COLLECTION).count().get().get().getCount();
  }

  /** Writes that accounts got a notice whose period has passed. */
  void notice(List<String> uids) throws Exception {
    Timestamp noticed = daysAgo(29);
    Timestamp due = daysAgo(1);
    BulkWriter writer =
        firestore.bulkWriter(BulkWriterOptions.builder().setThrottlingEnabled(false).build());
    for (String uid : uids) {
      var unused =
          writer.set(
              firestore.collection("account_deletions").document(uid),
              Map.of("state", "noticed", "noticedAt", noticed, "deleteAfter", due));
    }
    writer.close();
  }

  private static Timestamp daysAgo(int days) {
    return Timestamp.ofTimeSecondsAndNanos(
        Instant.now().minus(Duration.ofDays(days)).getEpochSecond(), 0);
  }

  @Override
  public void close() {
    firestore.shutdown();
  }
}
