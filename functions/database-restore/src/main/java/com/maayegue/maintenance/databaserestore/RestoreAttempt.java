package com.maayegue.maintenance.databaserestore;

import com.google.cloud.firestore.Firestore;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.databasebackups.Backup;
import com.maayegue.maintenance.databaserestore.LiveDatabase.Replaced;
import com.maayegue.maintenance.databaserestore.RestoreRequest.Mode;
import com.maayegue.maintenance.runrecords.Job;
import com.maayegue.maintenance.sqlitesalvage.Salvage;
import com.maayegue.maintenance.stagedsqlite.DatabaseChecks;
import com.maayegue.maintenance.stagedsqlite.DatabaseFile;
import com.maayegue.maintenance.stagedsqlite.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One try of a restore, from one generation of the live database: makes what is to be live beside
 * it, checks that, and replaces it. Until then nothing is changed.
 */
final class RestoreAttempt {
  private final RestoreRequest request;
  private final Optional<Backup> backup;
  private final Optional<Path> stored;
  private final LiveDatabase live;
  private final Path result;
  private final JsonObject report = new JsonObject();

  RestoreAttempt(
      RestoreRequest request,
      Optional<Backup> backup,
      Optional<Path> stored,
      LiveDatabase live,
      Path result)
      throws IOException {
    this.request = request;
    this.backup = backup;
    this.stored = stored;
    this.live = live;
    this.result = result;
    Files.deleteIfExists(result);
  }

  /** Whether it is done; false if somebody else was faster. */
  boolean run(Firestore firestore, Steps steps, Job.Frame frame) throws Exception {
    describe(frame);
    List<String> findings = new ArrayList<>();
    boolean changed =
        switch (request.mode()) {
          case FULL -> full();
          case TABLES -> tables(steps);
          case SALVAGE -> salvage(steps, findings);
        };
    if (changed) {
      finish(firestore, steps);
      changed = live.isPartOfMore() || !isAsLive();
    }
    report.addProperty("changed", changed);
    steps.begin(request.database() + ": replace");
    if (!changed || frame.dryRun()) {
      return true;
    }
    findings.add(0, "replaced by database-restore: " + request.message());
    Optional<Replaced> replaced = live.replace(result, findings, frame.now());
    replaced.ifPresent(
        done -> {
          report.addProperty("liveGeneration", done.generation());
          done.quarantined().ifPresent(copy -> report.addProperty("quarantined", copy));
        });
    return replaced.isPresent();
  }

  /** For the operator. */
  JsonObject report() {
    return report;
  }

  private void describe(Job.Frame frame) {
    report.addProperty("mode", request.message().get("mode").getAsString());
    report.addProperty("database", request.database());
    report.addProperty("dryRun", frame.dryRun());
    report.addProperty("liveGenerationBefore", live.generation());
    if (backup.isPresent()) {
      JsonObject used = new JsonObject();
      used.addProperty("object", backup.get().object());
      used.addProperty("takenAt", backup.get().manifest().takenAt().toString());
      used.addProperty("sha256", backup.get().manifest().sha256());
      used.addProperty("proven", backup.get().proven());
      backup.get().manifest().dbVersion().ifPresent(v -> used.addProperty("dbVersion", v));
      report.add("backup", used);
    }
  }

  private boolean full() throws IOException {
    Files.copy(stored.orElseThrow(), result);
    return true;
  }

  private boolean tables(Steps steps) throws IOException, SQLException {
    if (live.isAbsent() || live.isPartOfMore()) {
      throw new Refusal(
          409,
          "live",
          "the live database is absent, or a -wal or -journal is beside it: expected an intact one;"
              + " use the mode full or salvage");
    }
    List<String> damage = live.damage(steps);
    if (!damage.isEmpty()) {
      throw new Refusal(
          409, "live", "the live database is not intact: use the mode salvage or full", damage);
    }
    Files.copy(live.file(), result);
    report.add("tables", TablesRestore.run(result, stored.orElseThrow(), request.tables(), steps));
    return true;
  }

  private boolean salvage(Steps steps, List<String> findings) throws IOException, SQLException {
    if (live.isAbsent()) {
      throw new Refusal(409, "live", "the live database is absent: use the mode full");
    }
    report.addProperty("logApplied", live.settle());
    findings.addAll(live.damage(steps));
    report.addProperty("damaged", !findings.isEmpty());
    if (findings.isEmpty()) {
      report.addProperty("result", "the live database is intact");
      Files.copy(live.file(), result);
      return live.isPartOfMore();
    }
    JsonArray found = new JsonArray();
    findings.forEach(found::add);
    report.add("findings", found);
    Steps.Step step = steps.begin(request.database() + ": salvage");
    Reports.add(report, Salvage.run(live.file(), stored, result, step::tick));
    return true;
  }

  /** What every restored database gets before it may become the live one. */
  private void finish(Firestore firestore, Steps steps) throws Exception {
    Instant since = backup.map(each -> each.manifest().takenAt()).orElse(Instant.EPOCH);
    DeletedAccounts deleted = DeletedAccounts.since(since, firestore);
    try (Connection connection = DatabaseFile.open(result)) {
      report.addProperty("accountsDisabledAgain", deleted.disable(connection));
      List<String> damage = DatabaseChecks.damage(connection, steps, request.database());
      if (!damage.isEmpty()) {
        throw new Refusal(409, "result", "what would be restored is not intact", damage);
      }
      Reports.add(
          report,
          DatabaseChecks.rows(connection, steps, request.database()),
          DatabaseChecks.foreignKeyViolations(connection, steps, request.database()));
    }
  }

  private boolean isAsLive() throws IOException, SQLException {
    if (live.isAbsent()) {
      return false;
    }
    if (request.mode() != Mode.TABLES) {
      return Files.mismatch(live.file(), result) < 0;
    }
    Set<String> touched = new TreeSet<>(request.tables());
    touched.addAll(Set.of("users", "admin_logs"));
    return TablesRestore.same(live.file(), result, touched);
  }
}
