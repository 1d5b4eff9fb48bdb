package com.maayegue.maintenance.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdInputStream;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.sampledata.FirestoreImport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.StreamSupport;

/** Looks into the stack as a person would who trusts no run record. Changes nothing. */
final class Inspection {
  private final LocalStack stack;
  private final AuthDirectory directory;
  private final LiveDatabase live;

  Inspection(LocalStack stack) {
    this.stack = stack;
    this.live = new LiveDatabase(stack.storage());
    this.directory =
        new AuthDirectory(
            stack.environment().get("FIREBASE_AUTH_EMULATOR_HOST"), LocalStack.PROJECT);
  }

  AuthDirectory directory() {
    return directory;
  }

  Map<String, AuthDirectory.Account> accounts() throws IOException, InterruptedException {
    return directory.accounts();
  }

  long notifications() throws ExecutionException, InterruptedException {
    return documents(FirestoreImport.COLLECTION);
  }

  /** Mails that wait for the extension that sends them. */
  long mails() throws ExecutionException, InterruptedException {
    return documents("mail");
  }

  private long documents(String collection) throws ExecutionException, InterruptedException {
    return LocalStack.count(stack.firestore().collection(collection));
  }

  /** Accounts whose deletion is in {@code state}: noticed, deleted, cancelled. */
  long deletions(String state) throws ExecutionException, InterruptedException {
    Firestore firestore = stack.firestore();
    return LocalStack.count(firestore.collection("account_deletions").whereEqualTo("state", state));
  }

  /** The generation of the staged database. */
  long generation() {
    return live.generation();
  }

  /** Users that are disabled in the staged database. */
  long disabledUsers() throws IOException, SQLException {
    return live.number("SELECT count(*) FROM users WHERE is_active = 0");
  }

  /** Accounts in the archive. */
  long archivedAccounts() throws IOException {
    return archived("auth/");
  }

  /** Rows of a table of the staged database in the archive. */
  long archivedRows(String table) throws IOException {
    return archived(LocalStack.DATABASE + "/" + table + "/");
  }

  /** How many objects there are whose names begin and end so. */
  long objects(String prefix, String ending) {
    return StreamSupport.stream(list(prefix).spliterator(), false)
        .filter(blob -> blob.getName().endsWith(ending))
        .count();
  }

  /** The manifests of the backups, the oldest first. */
  List<JsonObject> manifests() {
    List<JsonObject> manifests = new ArrayList<>();
    for (Blob blob : list("backups/" + LocalStack.DATABASE + "/")) {
      if (blob.getName().endsWith(".json")) {
        String json = new String(blob.getContent(), UTF_8);
        manifests.add(JsonParser.parseString(json).getAsJsonObject());
      }
    }
    return manifests;
  }

  private Iterable<Blob> list(String prefix) {
    return stack.storage().list(LocalStack.BUCKET, BlobListOption.prefix(prefix)).iterateAll();
  }

  private long archived(String folder) throws IOException {
    long lines = 0;
    for (Blob blob : list("archive/" + folder)) {
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(
                  new ZstdInputStream(Channels.newInputStream(blob.reader())), UTF_8))) {
        lines += reader.lines().count();
      }
    }
    return lines;
  }
}
