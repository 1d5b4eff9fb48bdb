package com.maayegue.maintenance.costmonitor;

import java.util.List;
import java.util.Map;

/**
 * A metric of Cloud Monitoring.
 *
 * @param type as <a href="https://cloud.google.com/monitoring/api/metrics_gcp">its list</a> has it
 * @param kind how points make a value
 */
record MonitoringSource(String type, Kind kind) {
  /** How points make a value. */
  enum Kind {
    /** Added up, of all series. */
    COUNT,
    /** The newest of each series, added up. */
    LEVEL,
    /** Weighted by how many requests each is of. */
    MEAN
  }

  /** The first counts what the limit is for; further ones are added to it. */
  static final Map<CostMetric, List<MonitoringSource>> ALL =
      Map.of(
          CostMetric.AUTH_MONTHLY_ACTIVE_USERS,
          // Each user is counted with the first sign-in or token refresh of the month.
          counts("identitytoolkit.googleapis.com/usage/monthly_new_signin_count"),
          CostMetric.FIRESTORE_READS,
          counts("firestore.googleapis.com/document/read_count"),
          CostMetric.FIRESTORE_WRITES,
          counts("firestore.googleapis.com/document/write_count"),
          CostMetric.FIRESTORE_DELETES,
          counts("firestore.googleapis.com/document/delete_count"),
          CostMetric.FUNCTION_EXECUTIONS,
          // Of the second generation, and of the first.
          counts(
              "run.googleapis.com/request_count",
              "cloudfunctions.googleapis.com/function/execution_count"),
          CostMetric.FIRESTORE_BYTES,
          levels("firestore.googleapis.com/storage/data_and_index_storage_bytes"),
          CostMetric.STORAGE_BYTES,
          levels("storage.googleapis.com/storage/total_bytes"),
          CostMetric.MEAN_RESPONSE,
          List.of(new MonitoringSource("run.googleapis.com/request_latencies", Kind.MEAN)));

  private static List<MonitoringSource> counts(String... types) {
    return List.of(types).stream().map(type -> new MonitoringSource(type, Kind.COUNT)).toList();
  }

  private static List<MonitoringSource> levels(String type) {
    return List.of(new MonitoringSource(type, Kind.LEVEL));
  }
}
