package com.maayegue.maintenance.benchmarks;

import com.maayegue.maintenance.benchmarks.ShellPipeline.Took;
import java.util.List;
import java.util.Locale;

/**
 * One round.
 *
 * @param seconds of database-backup, from the delivery of the event to the answer
 * @param secondsWithStart the same from the start of the process
 * @param peakRssBytes the most memory that the process had resident
 * @param temporaryBytes the most that its temporary files had at once
 * @param proved the steps of the shell that prove as much
 * @param gzip the steps of the shell that prove nothing
 */
record BackupRound(
    double seconds,
    double secondsWithStart,
    long peakRssBytes,
    long temporaryBytes,
    List<Took> proved,
    List<Took> gzip) {
  BackupRound with(List<Took> shellProved, List<Took> shellGzip) {
    return new BackupRound(
        seconds, secondsWithStart, peakRssBytes, temporaryBytes, shellProved, shellGzip);
  }

  double provedSeconds() {
    return proved.stream().mapToDouble(Took::seconds).sum();
  }

  double gzipSeconds() {
    return gzip.stream().mapToDouble(Took::seconds).sum();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "database-backup %.2f s (%.2f s with its start), %d MiB resident, %d MiB of temporary"
            + " files; shell %.2f s %s; %.2f s %s",
        seconds,
        secondsWithStart,
        peakRssBytes >> 20,
        temporaryBytes >> 20,
        provedSeconds(),
        proved,
        gzipSeconds(),
        gzip);
  }
}
