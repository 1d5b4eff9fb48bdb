package com.maayegue.maintenance.sampledata;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One synthetic person: what Firebase Auth knows, what SQLite knows, and what is to be concluded.
 *
 * @param index from 0 to the plan's {@code accounts} - 1
 * @param kind the way in which it is inactive, protected or alive
 * @param auth the account in Firebase Auth
 * @param appUser the row in SQLite's {@code users}, if there is one
 */
public record SampleAccount(
    int index, AccountKind kind, AuthAccount auth, Optional<AppUser> appUser) {

  /** What the clean-up has to conclude. */
  public Verdict verdict() {
    return kind.verdict();
  }

  /** The newest of creation, sign-in, token refresh, SQLite login and user_progress. */
  public Instant lastSeen() {
    Stream<Instant> inAuth =
        Stream.of(Optional.of(auth.createdAt()), auth.lastSignIn(), auth.lastRefresh())
            .flatMap(Optional::stream);
    Stream<Instant> inApp =
        appUser.stream()
            .flatMap(user -> Stream.of(user.lastLogin(), user.newestProgress()))
            .flatMap(Optional::stream);
    return Stream.concat(inAuth, inApp).max(Instant::compareTo).orElseThrow();
  }
}
