package com.maayegue.maintenance.sampledata;

import java.time.Instant;
import java.util.Optional;

/**
 * An account of Firebase Auth.
 *
 * @param uid 28 letters and digits
 * @param email at example.com or under the reserved domain .example; without one there is a phone
 * @param phoneNumber Cameroonian, under the prefix 60 that no operator has
 * @param provider {@code password}, {@code google.com} or {@code phone}
 * @param createdAt to the millisecond, as are all times
 * @param lastSignIn empty when never; the epoch for a stored 0
 * @param lastRefresh present only where it is newer than all else; an import cannot set it
 * @param customAttributes a JSON object, if there are custom claims
 */
public record AuthAccount(
    String uid,
    String displayName,
    Optional<String> email,
    Optional<String> phoneNumber,
    String provider,
    boolean disabled,
    Instant createdAt,
    Optional<Instant> lastSignIn,
    Optional<Instant> lastRefresh,
    Optional<String> customAttributes) {}
