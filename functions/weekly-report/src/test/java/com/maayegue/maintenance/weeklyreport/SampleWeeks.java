package com.maayegue.maintenance.weeklyreport;

import com.maayegue.maintenance.sampledata.AppSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;

/** Ten weeks of a growing app, the last one begun; the same rows each time. */
final class SampleWeeks {
  static final ZoneId DOUALA = ZoneId.of("Africa/Douala");
  static final ReportWeek WEEK = new ReportWeek(2025, 41);

  /** Monday at 06:00 in Douala. */
  static final Instant NOW = Instant.parse("2025-10-13T05:00:00Z");

  private static final Instant FIRST = WEEK.minus(Windows.REPORTED).start(DOUALA);
  private static final List<String> NAMES =
      List.of(
          "Ngo Bassa Élodie",
          "Fotso Jean-Marie",
          "Aminatou Bello",
          "Manga Ekambi",
          "Tchuente Rose",
          "Mballa Paul",
          "Njoya Idrissou",
          "Eyenga Claire",
          "<script>alert('x')</script>",
          "محمد أحمد \u202e reversed",
          "🎓🇨🇲 Étoile",
          "N" + "a".repeat(9_999));

  private final Random random = new Random(20251013);
  private final Connection connection;

  private SampleWeeks(Connection connection) {
    this.connection = connection;
  }

  static Windows windows() {
    return Windows.of(WEEK, DOUALA, NOW);
  }

  /** Writes the database. */
  static void write(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      AppSchema.create(connection, Instant.parse("2024-01-01T00:00:00Z"));
      statement.execute("PRAGMA ignore_check_constraints = ON");
      connection.setAutoCommit(false);
      SampleWeeks weeks = new SampleWeeks(connection);
      weeks.users();
      weeks.progress();
      weeks.money();
      weeks.content();
      connection.commit();
    }
  }

  private Instant at(int week) {
    long seconds = Duration.ofDays(7).toSeconds();
    return past(FIRST.plusSeconds(week * seconds + random.nextInt((int) seconds)));
  }

  private static Instant past(Instant moment) {
    return moment.isAfter(NOW) ? NOW : moment;
  }

  private void users() throws SQLException {
    try (PreparedStatement user =
            connection.prepareStatement(
                "INSERT INTO users (user_id, display_name, role, created_at, updated_at,"
                    + " last_login, is_active) VALUES (?, ?, ?, ?, ?, ?, ?)");
        PreparedStatement statistics =
            connection.prepareStatement(
                "INSERT INTO user_statistics (user_id, level, experience_points, current_streak,"
                    + " updated_at) VALUES (?, ?, ?, ?, ?)")) {
      for (int i = 0; i < 260; i++) {
        Instant created = i < 150 ? FIRST.minus(Duration.ofDays(1 + i)) : at((i - 150) * 10 / 110);
        String role =
            i % 40 == 0 ? "admin" : i % 15 == 0 ? "teacher" : i % 6 == 0 ? "guest" : "student";
        set(
            user,
            "u" + i,
            i < NAMES.size() ? NAMES.get(i) : i == 12 ? null : "Élève " + i,
            role,
            millis(created),
            millis(created),
            millis(at(8)),
            i % 29 == 0 ? 0 : 1);
        set(
            statistics,
            "u" + i,
            1 + (260 - i) / 20,
            i < 13 ? 9_000L - 137L * i : random.nextInt(4_000),
            random.nextInt(30),
            millis(at(8)));
      }
    }
  }

  private void progress() throws SQLException {
    try (PreparedStatement row =
        connection.prepareStatement(
            "INSERT INTO user_progress (user_id, content_type, content_id, status, score,"
                + " time_spent, created_at, completed_at, updated_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      List<String> types = List.of("lesson", "quiz", "translation", "translation", "reading");
      for (int i = 0; i < 6_000; i++) {
        int week = (int) (10 * Math.sqrt(random.nextDouble()));
        Instant created = at(week);
        boolean completed = random.nextInt(10) < 7;
        Instant end = past(created.plusSeconds(random.nextInt(400_000)));
        set(
            row,
            "u" + random.nextInt(random.nextInt(260) + 1),
            types.get(random.nextInt(types.size())),
            1 + random.nextInt(900),
            completed ? "completed" : "in_progress",
            completed ? (Object) (random.nextInt(1_001) / 10.0) : null,
            random.nextInt(1_500),
            millis(created),
            completed ? (Object) millis(end) : null,
            millis(end));
      }
      odd(row);
    }
  }

  private void odd(PreparedStatement row) throws SQLException {
    long inWeek = millis(WEEK.start(DOUALA)) + 3_600_000;
    set(row, "u1", "quiz", 1, "completed", 140.0, -60, inWeek, inWeek, inWeek);
    set(row, "u1", "quiz", 1, "completed", -1.0, null, inWeek, inWeek, inWeek);
    set(row, "u2", "lesson", 1, "completed", "good", "long", inWeek, inWeek, inWeek);
    set(row, "u3", "lesson", 1, "completed", null, 9_000_000_000_000L, inWeek, inWeek, inWeek);
    set(row, "u4", "lesson", 1, "completed", null, 60, "yesterday", inWeek, inWeek);
    set(row, "u5", "lesson", 1, "started", null, 60, 4_000_000_000_000L, null, 4_000_000_000_000L);
  }

  private void money() throws SQLException {
    try (PreparedStatement payment =
            connection.prepareStatement(
                "INSERT INTO payments (payment_id, user_id, amount, currency, status,"
                    + " payment_method, created_at, updated_at, completed_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        PreparedStatement subscription =
            connection.prepareStatement(
                "INSERT INTO subscriptions (subscription_id, user_id, plan_type, status,"
                    + " start_date, end_date, created_at, updated_at)"
                    + " VALUES (?, ?, 'premium', ?, ?, ?, ?, ?)")) {
      for (int i = 0; i < 220; i++) {
        long created = millis(at(random.nextInt(10)));
        long changed = Math.min(created + random.nextInt(20) * 86_400_000L, millis(NOW));
        int kind = random.nextInt(20);
        String currency = kind < 16 ? "XAF" : kind < 19 ? "EUR" : "USD";
        String status =
            List.of("completed", "completed", "completed", "failed", "refunded", "pending")
                .get(random.nextInt(6));
        boolean paid = status.equals("completed") || status.equals("refunded");
        set(
            payment,
            "p" + i,
            "u" + random.nextInt(260),
            currency.equals("XAF") ? 2_500.0 * (1 + random.nextInt(4)) : 4.99 + random.nextInt(9),
            currency,
            status,
            kind < 12 ? "campay" : kind < 16 ? "noupai" : "stripe",
            created,
            changed,
            paid ? (Object) created : null);
        set(
            subscription,
            "s" + i,
            "u" + random.nextInt(260),
            List.of("active", "expired", "cancelled", "pending").get(random.nextInt(4)),
            created,
            created + (10 + random.nextInt(50)) * 86_400_000L,
            created,
            changed);
      }
      long inWeek = millis(WEEK.start(DOUALA)) + 7_200_000;
      set(payment, "bad1", "u1", -500.0, "XAF", "completed", "campay", inWeek, inWeek, inWeek);
      set(payment, "bad2", "u1", "much", "XAF", "completed", "campay", inWeek, inWeek, inWeek);
    }
  }

  private void content() throws SQLException {
    try (PreparedStatement content =
            connection.prepareStatement(
                "INSERT INTO user_created_content (creator_id, content_type, title, content_data,"
                    + " status, created_at, updated_at) VALUES ('u0', ?, 't', '{}', ?, ?, ?)");
        PreparedStatement log =
            connection.prepareStatement(
                "INSERT INTO admin_logs (action, user_id, timestamp) VALUES (?, 'u0', ?)");
        PreparedStatement quiz =
            connection.prepareStatement(
                "INSERT INTO quizzes (language_id, title, is_official, created_at, updated_at)"
                    + " VALUES ('EWO', 'q', ?, ?, ?)")) {
      for (int i = 0; i < 160; i++) {
        long created = millis(at(random.nextInt(10)));
        String type = List.of("lesson", "quiz", "translation", "reading").get(random.nextInt(4));
        String status = List.of("draft", "published", "archived").get(random.nextInt(3));
        set(content, type, status, created, created);
        set(quiz, i % 2, created, created);
        // As Dart writes it: of Douala without a zone, or of UTC with one.
        Instant at = at(random.nextInt(10));
        String local = at.atZone(DOUALA).toLocalDateTime().toString();
        String action = i % 3 == 0 ? "role_change" : "content_moderate";
        set(log, action, i % 2 == 0 ? local : at.toString());
      }
      set(log, "content_moderate", "last week");
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.executeUpdate();
  }

  private static long millis(Instant instant) {
    return instant.toEpochMilli();
  }
}
