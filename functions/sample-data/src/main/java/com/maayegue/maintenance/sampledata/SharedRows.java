package com.maayegue.maintenance.sampledata;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Rows that are not made user by user: quizzes and their questions, content of teachers, admin_logs
 * of 360 days, daily_limits of guests of 60 days, and otp_codes around now.
 */
final class SharedRows {
  // Enough to choose from; the rest of a million is not kept.
  private static final int MOST_KEPT = 500;
  private static final int CODES_AROUND_NOW = 40;
  private static final List<String> ACTIONS =
      List.of(
          "role_change", "content_moderate", "user_deactivate", "user_delete", "refund_processed");
  private static final List<String> LEVELS = List.of("beginner", "intermediate", "advanced");

  private final Connection connection;
  private final DatabasePlan plan;
  private final Instant now;
  private final Dice dice;
  private final List<SampleAccount> teachers = new ArrayList<>();
  private final List<SampleAccount> admins = new ArrayList<>();
  private final List<SampleAccount> learners = new ArrayList<>();

  SharedRows(Connection connection, DatabasePlan plan, SampleAccounts accounts) {
    this.connection = connection;
    this.plan = plan;
    this.now = plan.accounts().now();
    this.dice = Dice.of(plan.accounts().seed(), "shared", 0);
    for (Iterator<SampleAccount> all = accounts.stream().iterator(); all.hasNext(); ) {
      SampleAccount account = all.next();
      account.appUser().ifPresent(user -> keep(account, user));
    }
  }

  private void keep(SampleAccount account, AppUser user) {
    if (user.role().equals("teacher")) {
      keep(account, teachers);
    } else if (account.kind() == AccountKind.ADMIN) {
      keep(account, admins);
    } else if (account.kind() == AccountKind.SIGNED_IN_LATELY) {
      keep(account, learners);
    }
  }

  private static void keep(SampleAccount account, List<SampleAccount> kept) {
    if (kept.size() < MOST_KEPT) {
      kept.add(account);
    }
  }

  void write() throws SQLException {
    writeQuizzes();
    writeContent();
    writeAdminLogs();
    writeGuestLimits();
    writeCodes();
  }

  private void writeQuizzes() throws SQLException {
    try (Rows quizzes =
            new Rows(
                connection,
                "quizzes",
                "language_id, title, description, difficulty_level, category_id, creator_id,"
                    + " is_official, created_at, updated_at");
        Rows questions =
            new Rows(
                connection,
                "quiz_questions",
                "quiz_id, question_text, question_type, correct_answer, options, order_index")) {
      for (Language language : Language.ALL) {
        for (int i = 0; i < 12; i++) {
          boolean official = i < 8 || teachers.isEmpty();
          Instant created = now.minus(Duration.ofDays(400 + dice.below(300)));
          SampleAccount creator = official ? null : dice.pick(teachers);
          Instant written = creator == null ? created : creator.auth().createdAt();
          quizzes.add(
              language.id(),
              LessonText.quizTitle(language, dice),
              "Vocabulaire et tournures, " + language.name(),
              dice.pick(LEVELS),
              "cat" + (1 + dice.below(24)),
              creator == null ? null : creator.appUser().orElseThrow().userId(),
              official ? 1 : 0,
              written,
              written);
          for (int question = 0; question < 6; question++) {
            questions.add(
                quizzes.added(),
                LessonText.question(language, dice),
                "multiple_choice",
                "b",
                "[\"a\",\"b\",\"c\",\"d\"]",
                question);
          }
        }
      }
    }
  }

  private void writeContent() throws SQLException {
    List<SampleAccount> authors = teachers.isEmpty() ? learners : teachers;
    if (authors.isEmpty()) {
      return;
    }
    try (Rows content =
        new Rows(
            connection,
            "user_created_content",
            "creator_id, content_type, title, content_data, language_id, category_id, status,"
                + " difficulty_level, created_at, updated_at")) {
      for (int i = 0; i < plan.contentRows(); i++) {
        SampleAccount author = dice.pick(authors);
        Language language = dice.pick(Language.ALL);
        Instant written = between(author.auth().createdAt(), author.lastSeen());
        content.add(
            author.appUser().orElseThrow().userId(),
            dice.pick(List.of("lesson", "quiz", "translation", "reading")),
            LessonText.lessonTitle(language, dice),
            LessonText.lesson(dice),
            language.id(),
            "cat" + (1 + dice.below(24)),
            dice.pick(List.of("draft", "published", "published", "archived")),
            dice.pick(LEVELS),
            written,
            written);
      }
    }
  }

  private void writeAdminLogs() throws SQLException {
    try (Rows logs =
        new Rows(connection, "admin_logs", "action, user_id, admin_id, details, timestamp")) {
      int count = 50 + plan.accounts().accounts() / 10;
      for (int i = 0; i < count; i++) {
        String action = dice.pick(ACTIONS);
        Instant time = now.minus(dice.between(Duration.ofMinutes(5), Duration.ofDays(360)));
        logs.add(
            action,
            action.equals("user_delete") ? null : userId(learners),
            userId(admins),
            "{\"reason\":\"%s\",\"ticket\":%d}".formatted(action, 1_000 + dice.below(9_000)),
            DartDate.any(time, dice));
      }
    }
  }

  private void writeGuestLimits() throws SQLException {
    try (Rows limits = new Rows(connection, "daily_limits", DailyRows.LIMIT_COLUMNS)) {
      int devices = plan.accounts().accounts() / 10;
      for (int device = 0; device < devices; device++) {
        String name = "android-" + dice.word(16);
        Instant day = now.minus(dice.between(Duration.ZERO, Duration.ofDays(60)));
        for (int days = 1 + dice.below(4); days > 0; days--) {
          limits.add(
              null, name, DartDate.day(day), dice.below(4), dice.below(4), dice.below(6), day);
          day = day.minus(Duration.ofDays(1));
        }
      }
    }
  }

  /** Codes that run, and codes that ended today: a comparison of texts keeps these. */
  private void writeCodes() throws SQLException {
    if (learners.isEmpty()) {
      return;
    }
    try (Rows codes = new Rows(connection, "otp_codes", DailyRows.CODE_COLUMNS)) {
      for (int i = 0; i < CODES_AROUND_NOW; i++) {
        Duration oldest = i % 2 == 0 ? Duration.ofMinutes(8) : Duration.ofHours(12);
        Instant created = now.minus(dice.between(Duration.ZERO, oldest));
        DailyRows.addCode(codes, userId(learners), created, dice);
      }
    }
  }

  private String userId(List<SampleAccount> accounts) {
    return accounts.isEmpty() ? null : dice.pick(accounts).appUser().orElseThrow().userId();
  }

  private Instant between(Instant from, Instant to) {
    return Instant.ofEpochMilli(dice.between(from.toEpochMilli(), to.toEpochMilli()));
  }
}
