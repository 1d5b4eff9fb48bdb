package com.maayegue.maintenance.weeklyreport;

import com.maayegue.maintenance.weeklyreport.Section.Note;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was learned, of one pass over {@code user_progress}. What is completed counts in the week of
 * {@code completed_at}; study time, which the app adds up in the row of an item, in the week of its
 * completion or else of its last change. A user is active in a week in which they began or
 * completed something.
 */
final class LearningFigures {
  static final Map<String, Set<String>> NEEDS =
      Map.of(
          "user_progress",
          Set.of(
              "user_id",
              "content_type",
              "status",
              "score",
              "time_spent",
              "created_at",
              "completed_at",
              "updated_at"));
  // A week: nobody studies one item for longer.
  private static final int LONGEST_SECONDS = 604_800;
  private static final List<String> TYPES =
      List.of("learning.lessons", "learning.quizzes", "learning.words", "learning.readings");
  private static final int FOUR_BITS = 0xf;
  private static final int USER_WEEKS = 0x1ff;
  private static final int ONE_COMPLETED = 0x200;

  private final Windows windows;
  private final Tally tally = new Tally();
  private final Map<String, Long> leftOut = new TreeMap<>();
  private final Map<String, Integer> users = new HashMap<>();

  LearningFigures(Windows windows) {
    this.windows = windows;
  }

  private String sql() {
    long first = windows.first().toEpochMilli();
    String types =
        "CASE content_type WHEN 'lesson' THEN 0 WHEN 'quiz' THEN 1 WHEN 'translation' THEN 2"
            + " WHEN 'reading' THEN 3 ELSE 4 END";
    return "SELECT user_id, ("
        + windows.index("created_at")
        + ") + 1 + (("
        + windows.index("completed_at")
        + ") + 1) * 16 + (("
        + windows.index("updated_at")
        + ") + 1) * 256 + ("
        + types
        + ") * 4096 + (status IS 'completed') * 32768"
        // Beyond what can be right, -1; nothing at all, 0.
        + ", CASE WHEN time_spent BETWEEN 0 AND "
        + LONGEST_SECONDS
        + " THEN time_spent WHEN time_spent IS NULL THEN 0 ELSE -1 END"
        + ", CASE WHEN score BETWEEN 0 AND 100 THEN score WHEN score IS NULL THEN -2 ELSE -1 END"
        + " FROM user_progress WHERE created_at >= "
        + first
        + " OR completed_at >= "
        + first
        + " OR updated_at >= "
        + first;
  }

  Section read(Connection connection) throws SQLException {
    if (DatabaseFigures.isEmpty(connection, "user_progress")) {
      return DatabaseFigures.empty("learning", "user_progress");
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql())) {
      while (rows.next()) {
        row(rows);
      }
    }
    List<Figure> figures = new ArrayList<>();
    figures.add(tally.count("learning.started"));
    TYPES.forEach(type -> figures.add(tally.count(type)));
    figures.add(tally.figure("learning.studyTime", Figure.SECONDS));
    figures.add(
        Figure.of(
            "learning.quizScore",
            Figure.SCORE,
            Tally.mean(tally.of("scores"), tally.of("scored"))));
    List<Note> notes = DatabaseFigures.notes(leftOut);
    return new Section("learning", null, figures, List.of(), notes);
  }

  private void row(ResultSet rows) throws SQLException {
    int packed = rows.getInt(2);
    int created = (packed & FOUR_BITS) - 1;
    int completedAt = (packed >> 4 & FOUR_BITS) - 1;
    int updated = (packed >> 8 & FOUR_BITS) - 1;
    int type = packed >> 12 & 7;
    boolean completed = packed >> 15 == 1;
    tally.add("learning.started", created, 1);
    int done = completed ? completedAt : Windows.EARLIER;
    if (type < TYPES.size()) {
      tally.add(TYPES.get(type), done, 1);
    }
    int studied = completedAt == Windows.EARLIER ? updated : completedAt;
    studyTime(studied, rows.getLong(3));
    if (type == 1 && Windows.inside(done)) {
      score(done, rows.getDouble(4));
    }
    if (Windows.inside(created) || Windows.inside(done)) {
      remember(rows.getString(1), created, done);
    }
    if (created >= Windows.FUTURE || completedAt >= Windows.FUTURE || updated >= Windows.FUTURE) {
      leftOut.merge("note.progressDates", 1L, Long::sum);
    }
  }

  private void studyTime(int week, long seconds) {
    if (seconds < 0 && Windows.inside(week)) {
      leftOut.merge("note.studyTime", 1L, Long::sum);
    } else {
      tally.add("learning.studyTime", week, seconds);
    }
  }

  private void score(int week, double score) {
    if (score >= 0) {
      tally.add("scores", week, score);
      tally.add("scored", week, 1);
    } else if (score == -1) {
      leftOut.merge("note.scores", 1L, Long::sum);
    }
  }

  private void remember(String user, int created, int done) {
    int weeks = users.getOrDefault(user, 0);
    weeks |= Windows.inside(created) ? 1 << created : 0;
    weeks |= Windows.inside(done) ? 1 << done : 0;
    users.put(user, done == Windows.REPORTED ? weeks + ONE_COMPLETED : weeks);
  }

  /** Users who learned, by week; to be asked after {@link #read}. */
  double[] active() {
    double[] active = new double[Windows.COUNT];
    for (int weeks : users.values()) {
      for (int week = 0; week < Windows.COUNT; week++) {
        active[week] += (weeks & USER_WEEKS) >> week & 1;
      }
    }
    return active;
  }

  /** What each user completed in the reported week. */
  Map<String, Integer> completed() {
    Map<String, Integer> completed = new HashMap<>();
    users.forEach((user, weeks) -> completed.put(user, weeks / ONE_COMPLETED));
    return completed;
  }
}
