package com.maayegue.maintenance.databasemaintenance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.maayegue.maintenance.core.Counts;
import com.maayegue.maintenance.databasemaintenance.checkup.IndexFinding;
import com.maayegue.maintenance.databasemaintenance.checkup.Orphans;
import com.maayegue.maintenance.databasemaintenance.checkup.QueryTimes.Timing;
import com.maayegue.maintenance.databasemaintenance.checkup.Statistics;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a monthly run found in a database.
 *
 * @param day of the run
 * @param generation of the live database that was looked at
 * @param dbVersion as the database says, or {@code none}
 * @param repaired what integrity_check said before the indexes were built anew
 * @param quarantined the copy of the database as it was before that
 */
record CheckupReport(
    String database,
    String day,
    long generation,
    String dbVersion,
    List<String> repaired,
    String quarantined,
    Statistics before,
    Statistics after,
    List<Orphans> orphans,
    List<IndexFinding> indexFindings,
    List<Timing> queries) {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
  private static final int MOST_SUMMARIZED = 10;

  CheckupReport {
    repaired = List.copyOf(repaired);
    orphans = List.copyOf(orphans);
    indexFindings = List.copyOf(indexFindings);
    queries = List.copyOf(queries);
  }

  /** Writes it for machines and for people; a later run of the same day takes its place. */
  void store(Storage storage, String bucket) {
    String name = "archive/" + database + "/maintenance/" + day;
    put(storage, bucket, name + ".json", "application/json", GSON.toJson(this) + "\n");
    put(storage, bucket, name + ".txt", "text/plain; charset=utf-8", ReportText.of(this));
  }

  private static void put(
      Storage storage, String bucket, String name, String type, String content) {
    storage.create(
        BlobInfo.newBuilder(bucket, name).setContentType(type).build(), content.getBytes(UTF_8));
  }

  /** Adds the figures for the run record. */
  void count(Counts counts) {
    counts.add("tables", before.tables().size());
    counts.add("rows", before.rows());
    counts.add("bytesBefore", before.bytes());
    counts.add("bytesAfter", after.bytes());
    counts.add("bytesSaved", before.bytes() - after.bytes());
    counts.add("foreignKeyViolations", orphanRows());
    counts.add("reindexed", repaired.isEmpty() ? 0 : 1);
    counts.add("indexFindings", indexFindings.size());
    for (IndexFinding finding : indexFindings) {
      counts.add("indexFindings." + finding.kind().label(), 1);
    }
  }

  /** Rows whose parent is gone; a key that is wrong itself counts as one. */
  long orphanRows() {
    return orphans.stream().mapToLong(each -> Math.max(1, each.rows())).sum();
  }

  /** The orphans as one line, without anything personal. */
  String orphanSummary() {
    String some =
        orphans.stream()
            .limit(MOST_SUMMARIZED)
            .map(
                each ->
                    "%s.%s → %s: %d (rowid %s)"
                        .formatted(
                            each.table(), each.column(), each.parent(), each.rows(), each.sample()))
            .collect(Collectors.joining("; "));
    int more = orphans.size() - MOST_SUMMARIZED;
    return some + (more > 0 ? "; and " + more + " more" : "");
  }
}
