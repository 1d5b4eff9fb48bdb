package com.maayegue.maintenance.weeklyreport;

import com.maayegue.maintenance.weeklyreport.Section.Note;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Payments and subscriptions. A payment is taken in the week of {@code completed_at}, or else of
 * {@code created_at}; returned or failed in that of its last change. A payment that was returned
 * was taken before. Currencies are never added.
 */
final class MoneyFigures {
  static final Map<String, Set<String>> NEEDS =
      new TreeMap<>(
          Map.of(
              "payments",
              Set.of(
                  "amount",
                  "currency",
                  "status",
                  "payment_method",
                  "created_at",
                  "updated_at",
                  "completed_at"),
              "subscriptions",
              Set.of("status", "start_date", "end_date", "created_at")));
  // More kinds than there are currencies and providers are somebody's doing.
  private static final int MOST_PAIRS = 12;
  private static final int LONGEST_NAME = 16;
  private static final double LARGEST_AMOUNT = 1e12;

  private final Windows windows;
  private final Tally tally = new Tally();
  private final Map<String, Set<String>> providers = new TreeMap<>();
  private final Map<String, Long> leftOut = new TreeMap<>();

  private MoneyFigures(Windows windows) {
    this.windows = windows;
  }

  static Section read(Connection connection, Windows windows) throws SQLException {
    boolean nothing =
        DatabaseFigures.isEmpty(connection, "payments")
            && DatabaseFigures.isEmpty(connection, "subscriptions");
    return nothing
        ? DatabaseFigures.empty("revenue", "payments")
        : new MoneyFigures(windows).read(connection);
  }

  private Section read(Connection connection) throws SQLException {
    payments(connection);
    List<Figure> figures = new ArrayList<>();
    providers.forEach((currency, names) -> figures.addAll(ofCurrency(currency, names)));
    figures.add(tally.count("revenue.payments"));
    figures.add(tally.count("revenue.failed"));
    double[] tried = tally.of("revenue.payments").clone();
    Arrays.setAll(tried, i -> tried[i] + tally.of("revenue.failed")[i]);
    figures.add(
        Figure.of(
            "revenue.successRate",
            Figure.PERCENT,
            Tally.percent(tally.of("revenue.payments"), tried)));
    figures.add(Figure.ofNow("revenue.pending", Figure.COUNT_UNIT, tally.of("revenue.pending")[0]));
    figures.addAll(subscriptions(connection));
    List<Note> notes = DatabaseFigures.notes(leftOut);
    return new Section("revenue", null, figures, List.of(), notes);
  }

  private List<Figure> ofCurrency(String currency, Set<String> names) {
    List<Figure> figures = new ArrayList<>();
    double[] paid = tally.of("paid " + currency);
    double[] refunded = tally.of("refunded " + currency);
    double[] net = paid.clone();
    Arrays.setAll(net, i -> net[i] - refunded[i]);
    figures.add(Figure.of("revenue.paid", List.of(currency), currency, paid));
    figures.add(Figure.of("revenue.refunded", List.of(currency), currency, refunded));
    figures.add(Figure.of("revenue.net", List.of(currency), currency, net));
    for (String name : names) {
      List<String> pair = List.of(currency, name);
      double[] count = tally.of("count " + pair);
      double[] all = tally.of("failed " + pair).clone();
      Arrays.setAll(all, i -> all[i] + count[i]);
      figures.add(Figure.of("revenue.paidBy", pair, currency, tally.of("paid " + pair)));
      figures.add(
          Figure.of("revenue.successRateOf", pair, Figure.PERCENT, Tally.percent(count, all)));
    }
    return figures;
  }

  private void payments(Connection connection) throws SQLException {
    long first = windows.first().toEpochMilli();
    String sql =
        "SELECT CASE WHEN typeof(amount) IN ('integer','real') AND amount BETWEEN 0 AND "
            + LARGEST_AMOUNT
            + " THEN amount ELSE -1 END, substr(currency, 1, 60), status,"
            + " substr(payment_method, 1, 60), "
            + windows.index("coalesce(completed_at, created_at)")
            + ", "
            + windows.index("updated_at")
            + " FROM payments WHERE status IS 'pending' OR created_at >= "
            + first
            + " OR updated_at >= "
            + first
            + " OR completed_at >= "
            + first;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        payment(
            rows.getDouble(1),
            List.of(name(rows.getString(2)), name(rows.getString(4))),
            String.valueOf(rows.getString(3)),
            rows.getInt(5),
            rows.getInt(6));
      }
    }
  }

  private static String name(String text) {
    return text == null || text.isBlank() ? "?" : Figure.bounded(text, LONGEST_NAME);
  }

  private void payment(double amount, List<String> pair, String status, int taken, int changed) {
    boolean paid = status.equals("completed") || status.equals("refunded");
    boolean counts =
        (paid && Windows.inside(taken))
            || (!paid && status.equals("failed") && Windows.inside(changed))
            || (status.equals("refunded") && Windows.inside(changed));
    if (status.equals("pending")) {
      tally.add("revenue.pending", 0, 1);
    }
    if (taken >= Windows.FUTURE || changed >= Windows.FUTURE) {
      leftOut.merge("note.paymentDates", 1L, Long::sum);
    }
    if (counts && amount < 0) {
      leftOut.merge("note.amounts", 1L, Long::sum);
    } else if (counts && known(pair)) {
      add(amount, pair, status, taken, changed);
    } else if (counts) {
      leftOut.merge("note.pairs", 1L, Long::sum);
    }
  }

  private void add(double amount, List<String> pair, String status, int taken, int changed) {
    if (status.equals("failed")) {
      tally.add("revenue.failed", changed, 1);
      tally.add("failed " + pair, changed, 1);
      return;
    }
    tally.add("revenue.payments", taken, 1);
    tally.add("count " + pair, taken, 1);
    tally.add("paid " + pair, taken, amount);
    tally.add("paid " + pair.get(0), taken, amount);
    if (status.equals("refunded")) {
      tally.add("refunded " + pair.get(0), changed, amount);
    }
  }

  private boolean known(List<String> pair) {
    Set<String> names = providers.getOrDefault(pair.get(0), Set.of());
    if (names.contains(pair.get(1))) {
      return true;
    }
    if (providers.values().stream().mapToInt(Set::size).sum() >= MOST_PAIRS) {
      return false;
    }
    return providers.computeIfAbsent(pair.get(0), any -> new TreeSet<>()).add(pair.get(1));
  }

  /** New by their creation; ended by their end; active at the end of each week. */
  private List<Figure> subscriptions(Connection connection) throws SQLException {
    String sql =
        "SELECT "
            + windows.index("created_at")
            + ", "
            + windows.index("start_date")
            + ", "
            + windows.index("end_date")
            + ", count(*) FROM subscriptions WHERE status IN ('active','expired','cancelled')"
            + " GROUP BY 1, 2, 3";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        long count = rows.getLong(4);
        tally.add("revenue.subscriptions.new", rows.getInt(1), count);
        tally.add("revenue.subscriptions.ended", rows.getInt(3), count);
        int end = Math.min(rows.getInt(3), Windows.COUNT);
        for (int week = Math.max(0, rows.getInt(2)); week < end; week++) {
          tally.add("revenue.subscriptions.active", week, count);
        }
      }
    }
    return List.of(
        tally.count("revenue.subscriptions.new"),
        tally.count("revenue.subscriptions.ended"),
        tally.count("revenue.subscriptions.active"));
  }
}
