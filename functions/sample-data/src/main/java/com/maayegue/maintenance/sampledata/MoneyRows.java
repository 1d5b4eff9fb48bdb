package com.maayegue.maintenance.sampledata;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rows of payments and subscriptions. Most pay in XAF by CamPay; one in ten from abroad, in EUR by
 * Stripe, so that adding up amounts of both gives nonsense.
 */
final class MoneyRows implements AutoCloseable {
  private static final Map<String, Integer> XAF_A_YEAR =
      Map.of("premium", 25_000, "vip", 50_000, "lifetime", 100_000);
  private static final double XAF_A_EURO = 655.957;
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration LIFETIME = YEAR.multipliedBy(100);

  private final AccountPlan plan;
  private final Rows payments;
  private final Rows subscriptions;

  MoneyRows(Connection connection, AccountPlan plan) throws SQLException {
    this.plan = plan;
    this.payments =
        new Rows(
            connection,
            "payments",
            "payment_id, user_id, amount, currency, status, payment_method, transaction_id,"
                + " reference, subscription_id, created_at, updated_at, completed_at");
    this.subscriptions =
        new Rows(
            connection,
            "subscriptions",
            "subscription_id, user_id, plan_type, status, start_date, end_date, payment_id,"
                + " auto_renew, created_at, updated_at");
  }

  void add(SampleAccount account, AppUser user) throws SQLException {
    Dice dice = Dice.of(plan.seed(), "money", account.index());
    if (!user.subscriptionStatus().equals("free")) {
      addSubscription(user, dice);
    } else if (dice.percent(12)) {
      addAttempt(account, user, dice);
    }
  }

  private void addSubscription(AppUser user, Dice dice) throws SQLException {
    boolean lifetime = user.subscriptionStatus().equals("lifetime");
    Instant paid =
        lifetime
            ? user.createdAt()
            : latest(user.createdAt(), user.subscriptionExpiresAt().orElseThrow().minus(YEAR));
    Instant end = user.subscriptionExpiresAt().orElse(paid.plus(LIFETIME));
    String subscriptionId = "sub_" + dice.word(20);
    String paymentId = "pay_" + dice.word(20);
    addPayment(paymentId, user, user.subscriptionStatus(), "completed", subscriptionId, paid, dice);
    subscriptions.add(
        subscriptionId,
        user.userId(),
        user.subscriptionStatus(),
        end.isAfter(plan.now()) ? "active" : "expired",
        paid,
        end,
        paymentId,
        lifetime ? 0 : 1,
        paid,
        paid);
  }

  /** Someone who wanted to subscribe and does not: it failed, was returned or hangs. */
  private void addAttempt(SampleAccount account, AppUser user, Dice dice) throws SQLException {
    Instant seen = account.lastSeen();
    Instant tried = latest(user.createdAt(), seen.minus(Duration.ofHours(dice.below(400))));
    String status = dice.pick(List.of("failed", "failed", "failed", "refunded", "pending"));
    addPayment("pay_" + dice.word(20), user, "premium", status, null, tried, dice);
  }

  private void addPayment(
      String paymentId,
      AppUser user,
      String subscription,
      String status,
      String subscriptionId,
      Instant created,
      Dice dice)
      throws SQLException {
    int xaf = XAF_A_YEAR.get(subscription);
    boolean abroad = dice.percent(10);
    boolean settled = status.equals("completed") || status.equals("refunded");
    payments.add(
        paymentId,
        user.userId(),
        abroad ? Math.round(xaf / XAF_A_EURO * 100) / 100.0 : (double) xaf,
        abroad ? "EUR" : "XAF",
        status,
        abroad ? "stripe" : (dice.percent(90) ? "campay" : "noupai"),
        (abroad ? "pi_" : "CP") + dice.word(16),
        dice.word(8).toLowerCase(Locale.ROOT) + "-" + dice.word(12).toLowerCase(Locale.ROOT),
        subscriptionId,
        created,
        created,
        settled ? created : null);
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  @Override
  public void close() throws SQLException {
    try (payments) {
      subscriptions.close();
    }
  }
}
