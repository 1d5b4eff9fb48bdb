package com.maayegue.maintenance.sampledata;

import java.time.Instant;
import java.util.Optional;

/**
 * A row of SQLite's {@code users}, and the newest {@code user_progress.updated_at} of that user.
 *
 * @param userId not the uid of Firebase: those who mix them up should find nothing
 * @param role student, teacher or admin
 * @param subscriptionStatus free, premium, vip or lifetime
 * @param subscriptionExpiresAt in the past when the subscription ran out; empty for free, lifetime
 * @param lastLogin empty for NULL; the epoch for a stored 0
 * @param newestProgress empty when there is no {@code user_progress}
 */
public record AppUser(
    String userId,
    String role,
    String subscriptionStatus,
    Optional<Instant> subscriptionExpiresAt,
    boolean defaultAdmin,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> lastLogin,
    Optional<Instant> newestProgress) {}
