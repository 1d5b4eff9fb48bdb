package com.maayegue.maintenance.weeklyreport;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Precondition;
import com.maayegue.maintenance.alertchannels.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/**
 * The documents {@code weekly_reports/{week}/deliveries/{edition}-{channel}-{hash}}: one for each
 * message, claimed before it is sent. Whoever dies after the claim leaves it: it is sent once more
 * then, marked as a repeat, and never a third time.
 */
final class Deliveries {
  /**
   * Longer than one message can take: every answer of the other side is waited for 60 s at most.
   */
  static final Duration CLAIM = Duration.ofMinutes(5);

  private static final String STATE = "state";
  private static final String CLAIMANT = "claimant";
  private static final int ROUNDS = 5;
  private static final Set<StatusCode.Code> OUTRUN =
      Set.of(
          StatusCode.Code.ABORTED,
          StatusCode.Code.ALREADY_EXISTS,
          StatusCode.Code.FAILED_PRECONDITION,
          StatusCode.Code.NOT_FOUND);

  /** What to do about a message. */
  enum Turn {
    /** Send it. */
    FIRST,
    /** Send it, and say that it may be there already. */
    REPEAT,
    /** Somebody is sending it, or died a moment ago. */
    WAIT,
    /** It is there, or nothing will bring it there. */
    OVER
  }

  /**
   * Takes a message on, if it is to be sent now. Without a transaction, as ten at once would wait
   * for each other's locks: what is written holds only if nobody has written since it was read.
   */
  Turn claim(DocumentReference message, Instant now)
      throws ExecutionException, InterruptedException {
    String own = UUID.randomUUID().toString();
    Turn turn = Turn.WAIT;
    for (int round = 0; round < ROUNDS; round++) {
      DocumentSnapshot found = message.get().get();
      if (own.equals(found.get(CLAIMANT))) {
        // The client had tried again, and was refused by its own first try.
        return turn;
      }
      turn = found.exists() ? turn(found.getData(), now) : Turn.FIRST;
      if ((turn != Turn.FIRST && turn != Turn.REPEAT) || wrote(found, claimed(turn, own, now))) {
        return turn;
      }
    }
    return Turn.WAIT;
  }

  private static Map<String, Object> claimed(Turn turn, String own, Instant now) {
    return Map.of(
        STATE, "claimed", "at", timestamp(now), "repeated", turn == Turn.REPEAT, CLAIMANT, own);
  }

  /** Whether it is written; not if somebody was faster. */
  private static boolean wrote(DocumentSnapshot before, Map<String, Object> fields)
      throws ExecutionException, InterruptedException {
    DocumentReference message = before.getReference();
    try {
      if (before.exists()) {
        Map<String, Object> changes = new HashMap<>(fields);
        // Of the try before.
        changes.put("reason", FieldValue.delete());
        message.update(changes, Precondition.updatedAt(before.getUpdateTime())).get();
      } else {
        message.create(fields).get();
      }
      return true;
    } catch (ExecutionException refused) {
      if (refused.getCause() instanceof ApiException reason
          && OUTRUN.contains(reason.getStatusCode().getCode())) {
        return false;
      }
      throw refused;
    }
  }

  private static Turn turn(Map<String, Object> fields, Instant now) {
    boolean repeated = Fields.flag(fields, "repeated");
    return switch (Fields.text(fields, STATE).orElse("")) {
      // Certainly not sent, so as if it had never been tried.
      case "waiting" -> repeated ? Turn.REPEAT : Turn.FIRST;
      case "unknown" -> repeated ? Turn.OVER : Turn.REPEAT;
      case "claimed" -> {
        Instant at = Fields.time(fields, "at").orElse(Instant.EPOCH);
        if (at.plus(CLAIM).isAfter(now)) {
          yield Turn.WAIT;
        }
        yield repeated ? Turn.OVER : Turn.REPEAT;
      }
      default -> Turn.OVER;
    };
  }

  /** Notes what became of a message that was taken on. */
  void note(DocumentReference message, Receipt receipt, Instant now)
      throws ExecutionException, InterruptedException {
    Map<String, Object> fields = new HashMap<>();
    fields.put("at", timestamp(now));
    if (receipt instanceof Receipt.Sent) {
      fields.put(STATE, "sent");
    } else if (receipt instanceof Receipt.Failed failed) {
      fields.put(STATE, failed.later() ? "waiting" : "failed");
      fields.put("reason", failed.reason());
    } else if (receipt instanceof Receipt.Unknown unknown) {
      fields.put(STATE, "unknown");
      fields.put("reason", unknown.reason());
    }
    message.update(fields).get();
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
  }
}
