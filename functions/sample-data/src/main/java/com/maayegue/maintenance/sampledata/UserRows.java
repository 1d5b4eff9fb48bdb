package com.maayegue.maintenance.sampledata;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Rows of users and newsletter_subscriptions. */
final class UserRows implements AutoCloseable {
  private final AccountPlan plan;
  private final Rows users;
  private final Rows newsletter;

  UserRows(Connection connection, AccountPlan plan) throws SQLException {
    this.plan = plan;
    this.users =
        new Rows(
            connection,
            "users",
            "user_id, firebase_uid, email, display_name, role, subscription_status,"
                + " subscription_expires_at, created_at, updated_at, last_login, is_default_admin,"
                + " auth_provider, two_factor_enabled, two_factor_enabled_at, backup_codes,"
                + " permissions, profile_data, fcm_token, fcm_token_updated_at");
    this.newsletter =
        new Rows(
            connection,
            "newsletter_subscriptions",
            "email, subscribed_at, is_active, source, tags, unsubscribed_at");
  }

  void add(SampleAccount account, AppUser user) throws SQLException {
    Dice dice = Dice.of(plan.seed(), "users", account.index());
    AuthAccount auth = account.auth();
    Instant seen = account.lastSeen();
    boolean admin = user.role().equals("admin");
    boolean twoFactor = admin || dice.percent(6);
    users.add(
        user.userId(),
        auth.uid(),
        auth.email(),
        auth.displayName(),
        user.role(),
        user.subscriptionStatus(),
        user.subscriptionExpiresAt(),
        user.createdAt(),
        user.updatedAt(),
        user.lastLogin(),
        user.defaultAdmin() ? 1 : 0,
        auth.provider().replace("password", "email").replace(".com", ""),
        twoFactor ? 1 : 0,
        twoFactor ? DartDate.any(user.createdAt(), dice) : null,
        twoFactor ? "[\"%s\",\"%s\"]".formatted(dice.word(10), dice.word(10)) : null,
        admin ? "[\"users.write\",\"content.moderate\"]" : null,
        profile(dice),
        user.lastLogin().map(login -> dice.word(22) + ":APA91b" + dice.word(113)),
        user.lastLogin().map(login -> DartDate.utc(seen)));
    if (auth.email().isPresent() && dice.percent(20)) {
      boolean left = dice.percent(15);
      newsletter.add(
          auth.email(),
          user.createdAt(),
          left ? 0 : 1,
          dice.percent(80) ? "mobile" : "web",
          "[\"%s\"]".formatted(dice.pick(Language.ALL).id()),
          left ? Optional.of(seen) : Optional.empty());
    }
  }

  private static String profile(Dice dice) {
    return "{\"languageId\":\"%s\",\"goalMinutes\":%d,\"ui\":\"fr\",\"notifications\":%b}"
        .formatted(dice.pick(Language.ALL).id(), 5 * (1 + dice.below(6)), dice.percent(70));
  }

  @Override
  public void close() throws SQLException {
    try (users) {
      newsletter.close();
    }
  }
}
