package com.maayegue.maintenance.databasebackups;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.CopyWriter;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.CopyRequest;
import com.google.cloud.storage.StorageException;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps live databases that must not be lost though they are not intact, or are about to be
 * replaced: {@code quarantine/<database>/<time>-<generation>.db}, and the findings as {@code .json}
 * beside it. A generation is kept once, however often it is asked for. Touches nothing else.
 */
public final class Quarantine {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private final Storage storage;
  private final String bucket;

  /** The quarantine of {@code bucket}. */
  public Quarantine(Storage storage, String bucket) {
    this.storage = storage;
    this.bucket = bucket;
  }

  /**
   * Copies a generation of {@code live/<database>.db}, within Cloud Storage.
   *
   * @param findings why, a line each
   * @return the name of the copy
   * @throws StorageException 404 if that generation is gone
   */
  public String keep(String database, long liveGeneration, List<String> findings, Instant now) {
    String copy =
        kept(database, liveGeneration)
            .orElseGet(
                () ->
                    "quarantine/"
                        + database
                        + "/"
                        + Backup.TIME.format(now)
                        + "-"
                        + liveGeneration
                        + ".db");
    BlobId source = BlobId.of(bucket, "live/" + database + ".db", liveGeneration);
    BlobInfo target =
        BlobInfo.newBuilder(bucket, copy).setContentType("application/vnd.sqlite3").build();
    createOnly(
        () -> {
          CopyWriter writer =
              storage.copy(
                  CopyRequest.newBuilder()
                      .setSource(source)
                      .setTarget(target, BlobTargetOption.doesNotExist())
                      .build());
          writer.getResult();
        });
    String json = copy.substring(0, copy.length() - ".db".length()) + ".json";
    createOnly(
        () ->
            storage.create(
                BlobInfo.newBuilder(bucket, json).setContentType("application/json").build(),
                report(database, liveGeneration, findings, now).getBytes(UTF_8),
                BlobTargetOption.doesNotExist()));
    return copy;
  }

  private Optional<String> kept(String database, long generation) {
    BlobListOption folder = BlobListOption.prefix("quarantine/" + database + "/");
    for (Blob blob : storage.list(bucket, folder).iterateAll()) {
      if (blob.getName().endsWith("-" + generation + ".db")) {
        return Optional.of(blob.getName());
      }
    }
    return Optional.empty();
  }

  private static void createOnly(Runnable creation) {
    try {
      creation.run();
    } catch (StorageException failure) {
      if (!StorageStatus.is(StorageStatus.PRECONDITION_FAILED, failure)) {
        throw failure;
      }
    }
  }

  private static String report(
      String database, long generation, List<String> findings, Instant now) {
    JsonObject json = new JsonObject();
    json.addProperty("database", database);
    json.addProperty("generation", generation);
    json.addProperty("keptAt", now.toString());
    json.add("findings", GSON.toJsonTree(findings));
    return GSON.toJson(json) + "\n";
  }
}
