package com.maayegue.maintenance.weeklyreport;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.maayegue.maintenance.runrecords.Transactions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/**
 * The documents {@code weekly_reports/{week}}: which edition an event asked for. The first is 1 and
 * belongs to no event; an event that replaces it gets the next number once, however often it comes.
 */
final class Editions {
  static final String COLLECTION = "weekly_reports";
  private static final String EVENTS = "events";

  private final Firestore firestore;

  Editions(Firestore firestore) {
    this.firestore = firestore;
  }

  DocumentReference document(ReportWeek week) {
    return firestore.collection(COLLECTION).document(week.label());
  }

  /** The edition of an event that replaces. */
  int of(ReportWeek week, String event, Instant now)
      throws ExecutionException, InterruptedException {
    String key = hash(event);
    return Transactions.run(
        firestore,
        transaction -> {
          DocumentSnapshot document = transaction.get(document(week)).get();
          Map<String, Object> events =
              new TreeMap<>(Fields.map(document.exists() ? document.getData() : Map.of(), EVENTS));
          if (events.get(key) instanceof Number known) {
            return known.intValue();
          }
          int next =
              1
                  + events.values().stream()
                      .mapToInt(each -> each instanceof Number n ? n.intValue() : 1)
                      .max()
                      .orElse(1);
          events.put(key, next);
          transaction.set(
              document(week),
              Map.of(
                  EVENTS,
                  events,
                  "week",
                  week.label(),
                  "changedAt",
                  Timestamp.ofTimeSecondsAndNanos(now.getEpochSecond(), 0)));
          return next;
        });
  }

  /** Fit for a field or a document, whatever it is made of; an address stays secret in it. */
  static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
