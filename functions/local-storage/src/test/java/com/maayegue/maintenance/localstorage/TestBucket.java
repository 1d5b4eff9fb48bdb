package com.maayegue.maintenance.localstorage;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Where the contract is tested: a bucket of a local server, or with {@code -Dgcs.bucket=NAME} that
 * bucket of Cloud Storage, of which only a random prefix is touched.
 */
final class TestBucket implements AutoCloseable {
  private static final String REAL_BUCKET = System.getProperty("gcs.bucket", "");

  private final StorageServer server;
  private final Storage storage;
  private final String name;
  private final String prefix = "contract-" + UUID.randomUUID() + "/";

  private TestBucket(StorageServer server, Storage storage, String name) {
    this.server = server;
    this.storage = storage;
    this.name = name;
  }

  static TestBucket open(Path folder) throws IOException {
    if (!REAL_BUCKET.isEmpty()) {
      Storage real = StorageOptions.getDefaultInstance().getService();
      return new TestBucket(null, real, REAL_BUCKET);
    }
    StorageServer server = StorageServer.start(folder, 0, false);
    server.createBucket("contract", false);
    return new TestBucket(server, client(server), "contract");
  }

  /** A client of a local server. */
  static Storage client(StorageServer server) {
    return StorageOptions.newBuilder()
        .setHost(server.url())
        .setProjectId("demo")
        .setCredentials(NoCredentials.getInstance())
        .build()
        .getService();
  }

  Storage storage() {
    return storage;
  }

  String name() {
    return name;
  }

  String prefix() {
    return prefix;
  }

  BlobId id(String object) {
    return BlobId.of(name, prefix + object);
  }

  @Override
  public void close() {
    for (Blob blob :
        storage
            .list(name, BlobListOption.prefix(prefix), BlobListOption.versions(true))
            .iterateAll()) {
      storage.delete(blob.getBlobId());
    }
    if (server != null) {
      server.close();
    }
  }
}
