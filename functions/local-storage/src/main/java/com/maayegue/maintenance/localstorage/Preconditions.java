package com.maayegue.maintenance.localstorage;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a client demands of the state that it is about to read or change. What does not exist has
 * generation 0 and metageneration 0, so {@code ifGenerationMatch=0} means "must not exist".
 */
record Preconditions(
    OptionalLong generationMatch,
    OptionalLong generationNotMatch,
    OptionalLong metagenerationMatch,
    OptionalLong metagenerationNotMatch) {
  static final Preconditions NONE =
      new Preconditions(
          OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  /** {@code ifGenerationMatch} and its three siblings. */
  static Preconditions of(ApiRequest request) {
    return read(request, "if");
  }

  /** {@code ifSourceGenerationMatch} and its three siblings, for copies. */
  static Preconditions ofSource(ApiRequest request) {
    return read(request, "ifSource");
  }

  private static Preconditions read(ApiRequest request, String prefix) {
    return new Preconditions(
        request.number(prefix + "GenerationMatch"),
        request.number(prefix + "GenerationNotMatch"),
        request.number(prefix + "MetagenerationMatch"),
        request.number(prefix + "MetagenerationNotMatch"));
  }

  /** Before a change, or a read that is part of one: 412 when any demand is not met. */
  void checkWrite(Optional<ObjectMetadata> current) {
    checkWrite(
        current.map(ObjectMetadata::generation).orElse(0L),
        current.map(ObjectMetadata::metageneration).orElse(0L));
  }

  /** Before a change: 412 when any demand is not met. */
  void checkWrite(long generation, long metageneration) {
    if (mismatch(generation, metageneration) || unwanted(generation, metageneration)) {
      throw ApiError.preconditionFailed();
    }
  }

  /** Before a read: 412 when a match fails, 304 when the client has this state already. */
  void checkRead(long generation, long metageneration) {
    if (mismatch(generation, metageneration)) {
      throw ApiError.preconditionFailed();
    }
    if (unwanted(generation, metageneration)) {
      throw ApiError.notModified();
    }
  }

  private boolean mismatch(long generation, long metageneration) {
    return differs(generationMatch, generation) || differs(metagenerationMatch, metageneration);
  }

  private boolean unwanted(long generation, long metageneration) {
    return generationNotMatch.equals(OptionalLong.of(generation))
        || metagenerationNotMatch.equals(OptionalLong.of(metageneration));
  }

  private static boolean differs(OptionalLong demanded, long actual) {
    return demanded.isPresent() && demanded.getAsLong() != actual;
  }
}
