package com.maayegue.maintenance.weeklyreport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.maayegue.maintenance.sampledata.AccountPlan;
import com.maayegue.maintenance.sampledata.AppDatabase;
import com.maayegue.maintenance.sampledata.DatabasePlan;
import com.maayegue.maintenance.stagedsqlite.DatabaseFile;
import com.maayegue.maintenance.weeklyreport.Section.Cell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every figure of the database against the {@code sqlite3} shell, which is asked for each day by
 * its name in Douala: other SQL, other arithmetic, another SQLite. Of rows that are hostile, and of
 * those of the demo.
 */
@ParameterizedClass
@ValueSource(strings = {"hostile", "demo"})
class FiguresTest {
  @TempDir private static Path folder;
  private static Path database;
  private static List<Section> sections;

  @Parameter private String rows;

  @BeforeParameterizedClassInvocation
  static void read(String which) throws Exception {
    database = folder.resolve(which + ".db");
    if (which.equals("demo")) {
      AccountPlan people = AccountPlan.of(AccountPlan.DEMO_SEED, SampleWeeks.NOW, 2_000);
      new AppDatabase(DatabasePlan.ofSize(people, 8_000_000)).write(database);
    } else {
      SampleWeeks.write(database);
    }
    try (Connection connection = DatabaseFile.open(database)) {
      sections = new DatabaseFigures(connection, SampleWeeks.windows(), SampleWeeks.DOUALA).read();
    }
  }

  @Test
  void equalsWhatTheShellAnswers() throws Exception {
    assumeTrue(isThere("sqlite3"), "sqlite3 is not installed");
    Map<String, String> questions = ShellQuestions.all();
    Map<String, Figure> figures =
        sections.stream()
            .flatMap(each -> each.figures().stream())
            .collect(Collectors.toMap(Figure::key, each -> each));
    Map<String, List<Double>> answers = ask(questions);
    Set<String> asked = new HashSet<>();
    figures.forEach(
        (key, figure) -> {
          if (questions.containsKey(key)) {
            asked.add(key);
            same(key, figure, answers.get(key));
          }
        });
    Set<String> unasked = new HashSet<>(figures.keySet());
    unasked.removeAll(asked);
    assertThat(unasked)
        .containsExactlyInAnyOrder("users.deactivated", "revenue.pending", "content.waiting");
    assertThat(asked).hasSizeGreaterThan(35);
  }

  private static void same(String key, Figure figure, List<Double> expected) {
    for (int week = 0; week < Windows.COUNT; week++) {
      Double value = figure.weeks().get(week);
      if (expected.get(week) == null) {
        assertThat(value).as("%s, week %d", key, week).isNull();
      } else {
        assertThat(value).as("%s, week %d", key, week).isCloseTo(expected.get(week), within(1e-6));
      }
    }
    assertThat(figure.value()).isEqualTo(figure.weeks().get(8));
    assertThat(figure.weekBefore()).isEqualTo(figure.weeks().get(7));
    double mean =
        expected.subList(0, 8).stream()
            .filter(e -> e != null)
            .mapToDouble(e -> e)
            .average()
            .orElse(0);
    if (figure.meanOf8Weeks() != null) {
      assertThat(figure.meanOf8Weeks()).as(key).isCloseTo(mean, within(1e-6));
    }
  }

  @Test
  void equalsTheStatesThatTheShellCounts() throws Exception {
    assumeTrue(isThere("sqlite3"), "sqlite3 is not installed");
    assertThat(state("users.deactivated"))
        .isEqualTo(one("SELECT count(*) FROM users WHERE is_active = 0"));
    assertThat(state("revenue.pending"))
        .isEqualTo(one("SELECT count(*) FROM payments WHERE status = 'pending'"));
    assertThat(state("content.waiting"))
        .isEqualTo(one("SELECT count(*) FROM user_created_content WHERE status = 'draft'"));
  }

  @Test
  void namesTheSameTopUsersAsTheShell() throws Exception {
    assumeTrue(isThere("sqlite3"), "sqlite3 is not installed");
    String[] rows =
        shell(
                "SELECT experience_points, level, current_streak, (SELECT count(*) FROM"
                    + " user_progress p, (SELECT '2025-10-06' AS mon, '2025-10-12' AS sun) w WHERE"
                    + " p.user_id = s.user_id AND status = 'completed' AND "
                    + ShellQuestions.in("completed_at")
                    + ") FROM user_statistics s WHERE (SELECT is_active FROM users u WHERE u.user_id"
                    + " = s.user_id) = 1 ORDER BY 1 DESC, s.user_id LIMIT 10;")
            .strip()
            .split("\n", -1);
    List<String> ours = new ArrayList<>();
    for (List<Cell> row : section("top").tables().get(0).rows()) {
      ours.add(
          row.subList(1, 5).stream()
              .map(cell -> Long.toString(Math.round(cell.number())))
              .collect(Collectors.joining("|")));
    }
    assertThat(ours).containsExactly(rows);
  }

  @Test
  void saysWhatWasNotCounted() {
    assumeTrue(rows.equals("hostile"), "the demo has nothing that cannot be counted");
    assertThat(section("learning").notes())
        .extracting(each -> each.code() + " " + each.args())
        .containsExactlyInAnyOrder(
            "note.progressDates [2]", "note.scores [2]", "note.studyTime [3]");
    assertThat(section("revenue").notes())
        .extracting(each -> each.code() + " " + each.args())
        .contains("note.amounts [2]");
    assertThat(section("content").notes())
        .extracting(each -> each.code())
        .contains("note.logDates");
  }

  private static Section section(String id) {
    return sections.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  private static double state(String id) {
    return sections.stream()
        .flatMap(each -> each.figures().stream())
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static double one(String sql) throws Exception {
    return Double.parseDouble(shell(sql + ";").strip());
  }

  private static Map<String, List<Double>> ask(Map<String, String> questions) throws Exception {
    StringBuilder sql = new StringBuilder(".nullvalue none\n");
    List<String> keys = List.copyOf(questions.keySet());
    for (int i = 0; i < keys.size(); i++) {
      sql.append(
          "WITH w(mon, sun) AS (SELECT date('2025-08-11', (value * 7) || ' days'),"
              + " date('2025-08-17', (value * 7) || ' days') FROM generate_series(0, 8)) SELECT "
              + i
              + ", ("
              + questions.get(keys.get(i))
              + ") FROM w ORDER BY mon;\n");
    }
    Map<String, List<Double>> answers = new LinkedHashMap<>();
    for (String line : shell(sql.toString()).strip().split("\n", -1)) {
      String[] parts = line.split("\\|", -1);
      answers
          .computeIfAbsent(keys.get(Integer.parseInt(parts[0])), any -> new ArrayList<>())
          .add(parts[1].equals("none") ? null : Double.valueOf(parts[1]));
    }
    return answers;
  }

  static boolean isThere(String program) {
    for (String path : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(path, program))) {
        return true;
      }
    }
    return false;
  }

  private static String shell(String sql) throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("questions.sql"), sql);
    Process process =
        new ProcessBuilder("sqlite3", "-readonly", "-bail", database.toString())
            .redirectInput(script.toFile())
            .redirectErrorStream(true)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(answer).isZero();
    return answer;
  }
}
