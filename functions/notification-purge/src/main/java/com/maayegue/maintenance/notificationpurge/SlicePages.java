package com.maayegue.maintenance.notificationpurge;

import com.google.api.gax.rpc.ApiStreamObserver;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldMask;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.maayegue.maintenance.core.Failure;
import com.maayegue.maintenance.core.Retry;
import com.maayegue.maintenance.notificationpurge.DateKind.Slice;
import com.maayegue.maintenance.runrecords.GoogleFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * Reads one slice of time in pages of {@link #SIZE}, oldest first: keys only, unless fields are
 * asked for. Of each document only what the reader makes of it stays in memory, not the client's
 * snapshot of it.
 *
 * <p>Each page starts behind the one before, not at the beginning of the slice: deleted entries
 * stay in the index for a while, and a query would read past all of them. Where only keys are read,
 * the one value that the next start needs is read by itself.
 *
 * @param <T> what is kept of a document
 */
final class SlicePages<T> {
  /**
   * Documents in a page. The emulator reads the whole collection for each query, so that small
   * pages would take it minutes.
   */
  static final int SIZE = 10_000;

  private static final Retry RETRY = new Retry(4, Duration.ofMillis(250));

  private final PurgeSettings settings;
  private final Firestore firestore;
  private final Pace pace;
  private final Function<DocumentSnapshot, T> reader;
  private final String[] fields;
  private final DateKind kind;
  private final Object from;
  private Object to;
  private DocumentReference last;
  private Object lastValue;
  private boolean ended;

  /**
   * Pages of {@code slice} with {@code fields}, or with keys only if there are none.
   *
   * @param reader called for each document, in their order, by one thread at a time
   */
  SlicePages(
      Firestore firestore,
      PurgeSettings settings,
      Pace pace,
      Slice slice,
      Function<DocumentSnapshot, T> reader,
      String... fields) {
    this.firestore = firestore;
    this.settings = settings;
    this.pace = pace;
    this.reader = reader;
    this.fields = fields;
    this.kind = slice.kind();
    this.from = slice.from();
    this.to = slice.to();
  }

  /** The next page; empty at the end. */
  List<T> next() throws Exception {
    if (ended) {
      return List.of();
    }
    Page<T> page =
        RETRY.call(
            () -> pace.query(() -> read(query())),
            again -> GoogleFailure.classify(again) == Failure.TRANSIENT,
            pace.clock(),
            pace.deadline());
    ended = page.found.size() < SIZE;
    if (!ended) {
      last = page.last.getReference();
      lastValue = value(page.last);
    }
    return page.found;
  }

  /** Gives away the later half of what is left, if it can be cut. */
  Optional<Slice> giveAway() {
    Optional<Object> middle =
        ended || lastValue == null ? Optional.empty() : kind.middle(lastValue, to);
    Optional<Slice> later = middle.map(value -> new Slice(kind, value, to));
    middle.ifPresent(value -> to = value);
    return later;
  }

  private Query query() {
    Query query =
        firestore
            .collection(settings.collection())
            .whereGreaterThanOrEqualTo(settings.timestampField(), from)
            .whereLessThan(settings.timestampField(), to)
            .orderBy(settings.timestampField())
            .orderBy(FieldPath.documentId())
            .limit(SIZE);
    query = fields.length == 0 ? query.select(FieldPath.documentId()) : query.select(fields);
    // Without the value, as another run may just have deleted the document, the slice begins again
    // with what is left.
    return lastValue == null ? query : query.startAfter(lastValue, last);
  }

  private Object value(DocumentSnapshot found) throws ExecutionException, InterruptedException {
    Object value = found.get(settings.timestampField());
    if (value == null) {
      DocumentReference[] one = {found.getReference()};
      value =
          firestore
              .getAll(one, FieldMask.of(settings.timestampField()))
              .get()
              .get(0)
              .get(settings.timestampField());
    }
    return value;
  }

  private Page<T> read(Query query) throws ExecutionException, InterruptedException {
    Page<T> page = new Page<>(reader);
    query.stream(page);
    page.ended.get();
    return page;
  }

  /** Takes the documents as they come. */
  private static final class Page<T> implements ApiStreamObserver<DocumentSnapshot> {
    private final Function<DocumentSnapshot, T> reader;
    private final List<T> found = new ArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private DocumentSnapshot last;

    Page(Function<DocumentSnapshot, T> reader) {
      this.reader = reader;
    }

    @Override
    public void onNext(DocumentSnapshot document) {
      last = document;
      found.add(reader.apply(document));
    }

    @Override
    public void onError(Throwable failure) {
      ended.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      ended.complete(null);
    }
  }
}
