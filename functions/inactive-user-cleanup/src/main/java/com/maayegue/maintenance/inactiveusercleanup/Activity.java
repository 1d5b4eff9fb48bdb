package com.maayegue.maintenance.inactiveusercleanup;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Firebase Auth knows of an account that bears on its life. A time that is absent or zero is
 * empty.
 *
 * @param created when the account was made
 * @param signedIn the last sign-in
 * @param refreshed the last token refresh; who stays signed in for years only refreshes
 * @param held whether the custom claim {@code maintenanceHold} is set
 */
record Activity(
    String uid,
    Optional<Instant> created,
    Optional<Instant> signedIn,
    Optional<Instant> refreshed,
    boolean held) {
  /** The times that Auth has, in no order. */
  Stream<Instant> times() {
    return Stream.of(created, signedIn, refreshed).flatMap(Optional::stream);
  }

  /**
   * What the staged databases know of one user. Several rows, as of several databases, are all
   * looked at.
   *
   * @param role lower case
   * @param defaultAdmin {@code is_default_admin}
   * @param subscribed whether a subscription is running, or may be
   * @param times last sign-in and newest progress
   * @param unreadable whether a time is written in a way that cannot be read, so that it may mean
   *     anything
   */
  record AppUser(
      String userId,
      String role,
      boolean defaultAdmin,
      boolean subscribed,
      List<Instant> times,
      boolean unreadable) {}
}
