package com.maayegue.maintenance.weeklyreport;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** SQL that counts each figure by the names of days in Douala, which is always an hour ahead. */
final class ShellQuestions {
  private ShellQuestions() {}

  private static String day(String column) {
    return "date(" + column + "/1000.0, 'unixepoch', '+1 hour')";
  }

  static String in(String column) {
    return "typeof(" + column + ") = 'integer' AND " + day(column) + " BETWEEN w.mon AND w.sun";
  }

  /** A question for each figure; {@code w} is a week, of the days {@code mon} to {@code sun}. */
  static Map<String, String> all() {
    Map<String, String> ask = new LinkedHashMap<>();
    ask.put("users.total", "SELECT count(*) FROM users WHERE " + day("created_at") + " <= w.sun");
    ask.put("users.new", "SELECT count(*) FROM users WHERE " + in("created_at"));
    ask.put(
        "users.active",
        "SELECT count(DISTINCT user_id) FROM user_progress WHERE ("
            + in("created_at")
            + ") OR (status = 'completed' AND "
            + in("completed_at")
            + ")");
    for (String role : List.of("guest", "student", "teacher", "admin")) {
      ask.put(
          "users.role." + role,
          "SELECT count(*) FROM users WHERE role = '"
              + role
              + "' AND "
              + day("created_at")
              + " <= w.sun");
    }
    ask.put("learning.started", "SELECT count(*) FROM user_progress WHERE " + in("created_at"));
    Map.of("lessons", "lesson", "quizzes", "quiz", "words", "translation", "readings", "reading")
        .forEach(
            (name, type) ->
                ask.put(
                    "learning." + name,
                    "SELECT count(*) FROM user_progress WHERE status = 'completed' AND content_type = '"
                        + type
                        + "' AND "
                        + in("completed_at")));
    ask.put(
        "learning.studyTime",
        "SELECT total(time_spent) FROM user_progress WHERE typeof(time_spent) = 'integer'"
            + " AND time_spent >= 0 AND time_spent <= 604800 AND "
            + in("ifnull(completed_at, updated_at)"));
    ask.put(
        "learning.quizScore",
        "SELECT avg(score) FROM user_progress WHERE status = 'completed' AND content_type = 'quiz'"
            + " AND typeof(score) IN ('real', 'integer') AND score >= 0 AND score <= 100 AND "
            + in("completed_at"));
    money(ask);
    String subscribed = "status <> 'pending'";
    ask.put(
        "revenue.subscriptions.new",
        "SELECT count(*) FROM subscriptions WHERE " + subscribed + " AND " + in("created_at"));
    ask.put(
        "revenue.subscriptions.ended",
        "SELECT count(*) FROM subscriptions WHERE " + subscribed + " AND " + in("end_date"));
    ask.put(
        "revenue.subscriptions.active",
        "SELECT count(*) FROM subscriptions WHERE "
            + subscribed
            + " AND "
            + day("start_date")
            + " <= w.sun AND "
            + day("end_date")
            + " > w.sun");
    ask.put("content.new", "SELECT count(*) FROM user_created_content WHERE " + in("created_at"));
    for (String type : List.of("lesson", "quiz", "translation", "reading")) {
      ask.put(
          "content.new." + type,
          "SELECT count(*) FROM user_created_content WHERE content_type = '"
              + type
              + "' AND "
              + in("created_at"));
    }
    ask.put("content.quizzes", "SELECT count(*) FROM quizzes WHERE " + in("created_at"));
    ask.put(
        "content.moderated",
        "SELECT count(*) FROM admin_logs WHERE action = 'content_moderate' AND date(timestamp,"
            + " CASE WHEN timestamp LIKE '%Z' THEN '+1 hour' ELSE '+0 hour' END)"
            + " BETWEEN w.mon AND w.sun");
    return ask;
  }

  private static void money(Map<String, String> ask) {
    String good = "typeof(amount) = 'real' AND amount >= 0";
    String took = in("ifnull(completed_at, created_at)");
    String paid = good + " AND status IN ('completed', 'refunded') AND " + took;
    String back = good + " AND status = 'refunded' AND " + in("updated_at");
    String lost = good + " AND status = 'failed' AND " + in("updated_at");
    for (String currency : List.of("XAF", "EUR", "USD")) {
      String own = " AND currency = '" + currency + "'";
      ask.put(
          "revenue.paid[" + currency + "]",
          "SELECT total(amount) FROM payments WHERE " + paid + own);
      ask.put(
          "revenue.refunded[" + currency + "]",
          "SELECT total(amount) FROM payments WHERE " + back + own);
      ask.put(
          "revenue.net[" + currency + "]",
          "SELECT (SELECT total(amount) FROM payments WHERE "
              + paid
              + own
              + ") - (SELECT total(amount) FROM payments WHERE "
              + back
              + own
              + ")");
      for (String provider : List.of("campay", "noupai", "stripe")) {
        String pair = own + " AND payment_method = '" + provider + "'";
        String name = "[" + currency + ", " + provider + "]";
        ask.put("revenue.paidBy" + name, "SELECT total(amount) FROM payments WHERE " + paid + pair);
        ask.put("revenue.successRateOf" + name, rate(paid + pair, lost + pair));
      }
    }
    ask.put("revenue.payments", "SELECT count(*) FROM payments WHERE " + paid);
    ask.put("revenue.failed", "SELECT count(*) FROM payments WHERE " + lost);
    ask.put("revenue.successRate", rate(paid, lost));
  }

  private static String rate(String paid, String lost) {
    String won = "(SELECT count(*) FROM payments WHERE " + paid + ")";
    return "SELECT 100.0 * "
        + won
        + " / ("
        + won
        + " + (SELECT count(*) FROM payments WHERE "
        + lost
        + "))";
  }
}
