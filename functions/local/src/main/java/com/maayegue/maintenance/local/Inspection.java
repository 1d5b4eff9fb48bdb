package com.maayegue.maintenance.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdInputStream;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage.BlobListOption;
import com.maayegue.maintenance.sampledata.FirestoreImport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Looks into the stack as a person would who trusts no run record. Changes nothing. */
final class Inspection {
  private static final BlobId LIVE =
      BlobId.of(LocalStack.BUCKET, "live/" + LocalStack.DATABASE + ".db");

  private final LocalStack stack;
  private final AuthDirectory directory;

  Inspection(LocalStack stack) {
    this.stack = stack;
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
    return stack.storage().get(LIVE).getGeneration();
  }

  /** Users that are disabled in the staged database. */
  long disabledUsers() throws IOException, SQLException {
    Path copy = Files.createTempFile("live-", ".db");
    try {
      stack.storage().downloadTo(LIVE, copy);
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
          Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery("SELECT count(*) FROM users WHERE is_active = 0")) {
        return row.getLong(1);
      }
    } finally {
      Files.delete(copy);
    }
  }

  /** Accounts in the archive. */
  long archivedAccounts() throws IOException {
    long lines = 0;
    for (Blob blob :
        stack
            .storage()
            .list(LocalStack.BUCKET, BlobListOption.prefix("archive/auth/"))
            .iterateAll()) {
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
