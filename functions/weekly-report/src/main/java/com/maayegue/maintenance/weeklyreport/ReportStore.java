package com.maayegue.maintenance.weeklyreport;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The objects {@code reports/<year>/week-<WW>.json}, {@code .html} and {@code .txt}. Each is
 * created once for an edition, by the generation that was there before: of two runs at once one
 * wins, and the other goes on with what that has stored. The bucket keeps what a new edition
 * replaces.
 */
final class ReportStore {
  private static final String EDITION = "edition";
  private static final int PRECONDITION_FAILED = 412;
  private static final long LARGEST = 4_000_000;

  private final Storage storage;
  private final String bucket;

  ReportStore(Storage storage, String bucket) {
    this.storage = storage;
    this.bucket = bucket;
  }

  /** The bucket and the page's object. */
  String page(ReportWeek week) {
    return "https://storage.cloud.google.com/" + bucket + "/" + week.path() + ".html";
  }

  /**
   * The report of a week, if there is one.
   *
   * @throws IllegalStateException if what is there is no report
   */
  Optional<Report> find(ReportWeek week) {
    return at(week, ".json").map(blob -> read(week, blob));
  }

  /** Those of the eight weeks before, oldest first; null for one that is not there. */
  List<Report> before(ReportWeek week) {
    List<Report> reports = new ArrayList<>();
    for (int back = Windows.REPORTED; back >= 1; back--) {
      ReportWeek past = week.minus(back);
      reports.add(
          at(past, ".json")
              .filter(blob -> blob.getSize() <= LARGEST)
              .flatMap(blob -> ReportJson.parse(new String(blob.getContent(), UTF_8)))
              .orElse(null));
    }
    return reports;
  }

  private Report read(ReportWeek week, Blob blob) {
    return Optional.of(blob)
        .filter(each -> each.getSize() <= LARGEST)
        .flatMap(each -> ReportJson.parse(new String(each.getContent(), UTF_8)))
        .filter(report -> report.week().equals(week.label()))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "gs://"
                        + bucket
                        + "/"
                        + blob.getName()
                        + " is not the report of "
                        + week.label()
                        + ": expected what weekly-report has written"));
  }

  /**
   * Stores the figures, unless an edition like this or newer is there.
   *
   * @return the report that is there now
   */
  Report keep(ReportWeek week, Report report) {
    write(week, ".json", "application/json", ReportJson.of(report), report.edition());
    return find(week).orElseThrow();
  }

  /** Stores a form of it, unless one of an edition like this or newer is there. */
  void keep(ReportWeek week, String ending, String type, String content, int edition) {
    write(week, ending, type + "; charset=utf-8", content, edition);
  }

  private void write(ReportWeek week, String ending, String type, String content, int edition) {
    Optional<Blob> there = at(week, ending);
    if (there.isPresent() && edition(there.get()) >= edition) {
      return;
    }
    BlobInfo info =
        BlobInfo.newBuilder(BlobId.of(bucket, week.path() + ending))
            .setContentType(type)
            .setCacheControl("private, max-age=0")
            .setMetadata(Map.of(EDITION, Integer.toString(edition)))
            .build();
    BlobTargetOption first =
        there
            .map(blob -> BlobTargetOption.generationMatch(blob.getGeneration()))
            .orElse(BlobTargetOption.doesNotExist());
    try {
      storage.create(info, content.getBytes(UTF_8), first);
    } catch (StorageException failure) {
      // Somebody else was first, with the same edition or a newer one.
      if (failure.getCode() != PRECONDITION_FAILED) {
        throw failure;
      }
    }
  }

  private static int edition(Blob blob) {
    Map<String, String> metadata = blob.getMetadata();
    String edition = metadata == null ? "1" : metadata.getOrDefault(EDITION, "1");
    return edition.matches("[0-9]{1,6}") ? Integer.parseInt(edition) : 1;
  }

  private Optional<Blob> at(ReportWeek week, String ending) {
    return Optional.ofNullable(storage.get(BlobId.of(bucket, week.path() + ending)));
  }
}
