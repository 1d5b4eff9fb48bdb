package com.maayegue.maintenance.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo tells of the database, of payments and of the week, on a small Ma'a yegue. */
class StoriesIT {
  @TempDir private static Path folder;
  private static LocalStack stack;

  @BeforeAll
  static void start() throws IOException {
    stack = LocalStack.start(Repository.containing(Path.of("")), folder, false, delivery -> {});
    stack.startAlerting();
  }

  @AfterAll
  static void stop() throws IOException {
    stack.close();
  }

  @BeforeEach
  void takeAllAlerts() throws IOException {
    stack.newAlerts();
  }

  @Test
  void endsTheStoryOfTheDatabaseAsTheSeedLetsExpect() throws Exception {
    stage("database");
    tell(
        narration -> {
          DatabaseStory story = new DatabaseStory(stack, narration);
          story.tell();
          assertThat(story.otherAlerts()).isEmpty();
        });
  }

  @Test
  void endsTheStoryOfPaymentsWithOneMailAndOneCall() throws Exception {
    tell(narration -> new PaymentStory(stack, narration).tell());
  }

  @Test
  void endsTheStoryOfTheWeekWithOneReport() throws Exception {
    stage("week");
    tell(
        narration -> {
          WeekStory story = new WeekStory(stack, narration);
          story.tell(folder);
          assertThat(story.otherAlerts()).isEmpty();
        });
  }

  private static void stage(String story) throws Exception {
    Path database = folder.resolve(story + ".db");
    SampleApp.of(Instant.now(), 500, 800, 2_000_000).writeDatabase(database);
    SampleApp.stage(stack, database);
  }

  /** A part of the demo. */
  @FunctionalInterface
  private interface Story {
    void by(Narration narration) throws Exception;
  }

  private static void tell(Story story) throws Exception {
    try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Steps steps = new Steps(nowhere, false, Style.PLAIN)) {
      Narration narration = new Narration(stack, steps);
      story.by(narration);
      assertThat(narration.checks()).hasSizeGreaterThan(8).allMatch(Check::agrees);
      assertThat(narration.runs()).isNotEmpty().allMatch(Report.Run::agrees);
    }
  }
}
