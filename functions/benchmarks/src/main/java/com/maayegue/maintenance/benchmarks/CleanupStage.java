package com.maayegue.maintenance.benchmarks;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.maayegue.maintenance.emulators.AuthEmulator;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import com.maayegue.maintenance.emulators.PubSubEmulator;
import com.maayegue.maintenance.localstorage.StorageServer;
import com.maayegue.maintenance.sampledata.AuthImport;
import com.maayegue.maintenance.stagedsqlite.StagingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that a clean-up works on, put back for each run. */
record CleanupStage(
    FirestoreEmulator firestore, AuthEmulator auth, PubSubEmulator pubSub, StorageServer storage)
    implements AutoCloseable {
  /** Holds the staged database. */
  static final String BUCKET = "demo-benchmarks-sqlite";

  private static final String PROJECT = "demo-benchmarks";
  private static final String DATABASE = "maa_yegue_app";

  static CleanupStage start(Path logs) throws IOException {
    StorageServer storage =
        StorageServer.start(Files.createTempDirectory(logs, "storage-"), 0, false);
    storage.createBucket(BUCKET, false);
    return new CleanupStage(
        FirestoreEmulator.start(PROJECT, logs),
        AuthEmulator.start(PROJECT, logs),
        PubSubEmulator.start(PROJECT, logs),
        storage);
  }

  /** As before the first run. */
  void reset(Accounts accounts, Path database) throws Exception {
    firestore.clear();
    auth.clear();
    new AuthImport(auth.hostAndPort(), PROJECT).write(accounts.samples().stream().iterator());
    Storage client =
        new StagingSettings(BUCKET, List.of(DATABASE), Optional.of(storage.hostAndPort()))
            .connect(PROJECT);
    for (Blob blob : client.list(BUCKET).iterateAll()) {
      client.delete(blob.getBlobId());
    }
    client.createFrom(BlobInfo.newBuilder(BUCKET, "live/" + DATABASE + ".db").build(), database);
  }

  /** Lets the notice periods of accounts have passed. */
  void notice(List<String> uids) throws Exception {
    try (Documents documents = Documents.in(firestore, PROJECT)) {
      documents.notice(uids);
    }
  }

  /** What a function needs to find all this. */
  Map<String, String> env() {
    return Map.of(
        "GOOGLE_CLOUD_PROJECT",
        PROJECT,
        "FIRESTORE_EMULATOR_HOST",
        firestore.hostAndPort(),
        "FIREBASE_AUTH_EMULATOR_HOST",
        auth.hostAndPort(),
        "PUBSUB_EMULATOR_HOST",
        pubSub.hostAndPort(),
        "STORAGE_EMULATOR_HOST",
        storage.hostAndPort());
  }

  /** The processes that do the work. */
  List<Long> emulators() {
    return List.of(firestore.pid(), auth.pid());
  }

  /** How many accounts are gone, by what should have become of them. */
  Map<String, Long> gone(Accounts accounts) throws IOException, InterruptedException {
    return accounts.gone(auth.hostAndPort(), PROJECT);
  }

  @Override
  public void close() throws IOException {
    storage.close();
    pubSub.close();
    auth.close();
    firestore.close();
  }
}
