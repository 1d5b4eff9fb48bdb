package com.maayegue.maintenance.alertdispatch;

import com.google.cloud.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One message to one person by one means: the document {@code
 * alerts/{dedupKey}/deliveries/{incident}-{stage}-{person}-{means}}. It is created before the
 * message is sent, and only then, so that no two runs send the same.
 *
 * @param claimedAt when the last attempt began
 * @param attempts begun so far
 * @param repeated whether it was sent again although the first may have arrived
 * @param retryAt when a failure may be tried again; empty when never
 * @param reference what the other side calls it
 * @param answer of a call
 * @param version of the document, to change only what was read
 */
record Delivery(
    String incident,
    Stage stage,
    String person,
    Means means,
    State state,
    Instant claimedAt,
    int attempts,
    boolean repeated,
    Optional<Instant> retryAt,
    String reference,
    Answer answer,
    String reason,
    Optional<Timestamp> version) {
  /** After this, who claimed it is gone: a function is stopped after 9 minutes. */
  static final Duration CLAIM_LASTS = Duration.ofMinutes(10);

  /** A call that nobody knows the end of after this was not answered. */
  static final Duration CALL_LASTS = Duration.ofMinutes(10);

  /** The most attempts. */
  static final int MOST_ATTEMPTS = 3;

  /** How far it has come. */
  enum State {
    /** Somebody sends it now, or has died while doing so. */
    CLAIMED,
    SENT,
    FAILED,
    /** It may have been sent. */
    UNKNOWN
  }

  /** What became of a call. */
  enum Answer {
    NONE,
    ANSWERED,
    UNANSWERED
  }

  /** One that nobody has begun yet. */
  static Delivery planned(String incident, Stage stage, String person, Means means) {
    return new Delivery(
        incident,
        stage,
        person,
        means,
        State.CLAIMED,
        Instant.EPOCH,
        0,
        false,
        Optional.empty(),
        "",
        Answer.NONE,
        "",
        Optional.empty());
  }

  /** The document's id. */
  String id() {
    return incident + "-" + stage.word() + "-" + person + "-" + means.word();
  }

  /** Whether it was never begun. */
  boolean isNew() {
    return attempts == 0;
  }

  /** Whether it may be tried now. */
  boolean isDue(Instant now) {
    return switch (state) {
      case SENT -> false;
      case FAILED -> retryAt.isPresent() && !now.isBefore(retryAt.get());
      case UNKNOWN -> !repeated && !now.isBefore(retryAt.orElse(now));
      case CLAIMED -> isNew() || (isAbandoned(now) && !repeated);
    };
  }

  /** Whether nothing more will become of it. */
  boolean isOver(Instant now) {
    return switch (state) {
      case SENT -> true;
      case FAILED -> retryAt.isEmpty();
      case UNKNOWN -> repeated;
      case CLAIMED -> isAbandoned(now) && repeated;
    };
  }

  /** Whether it is over and did not reach the person, as far as anybody knows. */
  boolean isLost(Instant now) {
    return state != State.SENT && isOver(now);
  }

  /** Whether the person may have it; one that somebody has begun counts. */
  boolean mayHaveArrived() {
    return !isNew() && state != State.FAILED;
  }

  private boolean isAbandoned(Instant now) {
    return !isNew() && !now.isBefore(claimedAt.plus(CLAIM_LASTS));
  }

  /** Begun now, for the first time or again. */
  Delivery claimed(Instant now) {
    boolean again = !isNew() && state != State.FAILED;
    return new Delivery(
        incident,
        stage,
        person,
        means,
        State.CLAIMED,
        now,
        attempts + 1,
        repeated || again,
        Optional.empty(),
        reference,
        answer,
        reason,
        version);
  }

  Delivery sent(String id) {
    return ended(State.SENT, Optional.empty(), id, "");
  }

  Delivery failed(String why, Optional<Instant> again) {
    return ended(State.FAILED, attempts < MOST_ATTEMPTS ? again : Optional.empty(), "", why);
  }

  Delivery unknown(String why, Instant again) {
    return ended(State.UNKNOWN, Optional.of(again), "", why);
  }

  private Delivery ended(State next, Optional<Instant> again, String id, String why) {
    return new Delivery(
        incident, stage, person, means, next, claimedAt, attempts, repeated, again, id, answer, why,
        version);
  }

  Delivery answered(Answer next) {
    return new Delivery(
        incident, stage, person, means, state, claimedAt, attempts, repeated, retryAt, reference,
        next, reason, version);
  }

  /** As the document of this version says. */
  Delivery at(Timestamp documentVersion) {
    return new Delivery(
        incident,
        stage,
        person,
        means,
        state,
        claimedAt,
        attempts,
        repeated,
        retryAt,
        reference,
        answer,
        reason,
        Optional.of(documentVersion));
  }
}
