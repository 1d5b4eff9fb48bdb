package com.maayegue.maintenance.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  @TempDir Path folder;

  @Test
  void readsWhatTerraformDeploys() throws IOException {
    List<Schedule> schedules = Schedule.readAll(Repository.containing(Path.of("")).schedules());

    assertThat(schedules).hasSizeGreaterThan(6);
    assertThat(schedules)
        .extracting(Schedule::function)
        .containsAll(
            LocalFunction.ALL.stream()
                .filter(each -> !each.topics().isEmpty())
                .map(LocalFunction::name)
                .toList());
    assertThat(schedules).allMatch(each -> each.zone().getId().equals("Africa/Douala"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Douala is an hour ahead of UTC, and has no summer time.
        "0 3 * * *    | Africa/Douala | 2025-10-07T01:59:59Z | 2025-10-07T02:00:00Z",
        "0 3 * * *    | Africa/Douala | 2025-10-07T02:00:00Z | 2025-10-08T02:00:00Z",
        "0 2 1 * *    | Africa/Douala | 2025-12-31T23:30:00Z | 2026-01-01T01:00:00Z",
        "0 2 1 * *    | Africa/Douala | 2026-02-01T01:00:00Z | 2026-03-01T01:00:00Z",
        "0 4 * * SUN  | Africa/Douala | 2025-10-07T12:00:00Z | 2025-10-12T03:00:00Z",
        "*/10 * * * * | Africa/Douala | 2025-10-07T12:04:30Z | 2025-10-07T12:10:00Z",
        "0 6 * * 1    | UTC           | 2025-10-06T06:00:00Z | 2025-10-13T06:00:00Z",
        // In summer Paris is two hours ahead, in winter one.
        "0 7 * * *    | Europe/Paris  | 2025-10-25T06:00:00Z | 2025-10-26T06:00:00Z",
      })
  void findsTheNextTimeInItsZone(String cron, String zone, Instant now, Instant next)
      throws IOException {
    Schedule schedule = Schedule.readAll(job(cron, zone)).get(0);

    assertThat(schedule.next(now).toInstant()).isEqualTo(next);
  }

  @Test
  void refusesACronThatNeverComes() throws IOException {
    Schedule schedule = Schedule.readAll(job("0 0 30 2 *", "UTC")).get(0);

    assertThatThrownBy(() -> schedule.next(Instant.EPOCH))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("job: 0 0 30 2 * never comes");
  }

  @Test
  void namesAnUnknownTimeZone() throws IOException {
    assertRefused(
        job("0 3 * * *", "Africa/Doula"),
        "job.timeZone: expected a time zone such as Africa/Douala, but it is 'Africa/Doula'");
  }

  @ParameterizedTest
  @CsvSource({"every day", "0 3 * *", "61 3 * * *", "0 0 3 * * ? *"})
  void namesABadCron(String cron) throws IOException {
    assertRefused(
        job(cron, "UTC"),
        "job.cron: expected five fields such as '0 3 * * *', but it is '" + cron + "'");
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    assertRefused(
        file("{\"job\":{\"timeZone\":\"UTC\",\"data\":{}}}"),
        "job.cron: expected a text, but it is null");
    assertRefused(
        file("{\"job\":{\"cron\":\"0 3 * * *\",\"timeZone\":3,\"data\":{}}}"),
        "job.timeZone: expected a text, but it is 3");
    assertRefused(
        file("{\"job\":{\"cron\":\"0 3 * * *\",\"timeZone\":\"UTC\"}}"),
        "job.data: expected an object such as {}");
    assertRefused(file("{\"job\":\"0 3 * * *\"}"), "job: expected an object");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {"{\"job\":", "[]", "3", "~~"})
  void namesAFileThatIsNoJsonObject(String text) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> Schedule.readAll(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": expected a JSON object of schedules");
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> Schedule.readAll(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": " + message);
  }

  private Path job(String cron, String zone) throws IOException {
    return file(
        "{\"job\":{\"cron\":\"%s\",\"timeZone\":\"%s\",\"data\":{}}}".formatted(cron, zone));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("schedules.json"), text);
  }
}
