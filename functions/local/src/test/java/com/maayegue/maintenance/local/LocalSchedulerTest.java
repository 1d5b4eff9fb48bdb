package com.maayegue.maintenance.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSchedulerTest {
  private static final Instant EVENING = Instant.parse("2025-10-07T20:00:00Z");

  @TempDir Path folder;
  private final List<String> published = new ArrayList<>();

  @Test
  void publishesTheDataOfAJobToTheTopicOfItsName() throws IOException {
    try (LocalScheduler scheduler = scheduler(this::publish)) {
      assertThat(scheduler.trigger("weekly")).isEqualTo("message-1");
    }
    assertThat(published).containsExactly("weekly {\"dryRun\":true}");
  }

  @Test
  void namesTheJobsWhenThereIsNoneOfThatName() throws IOException {
    try (LocalScheduler scheduler = scheduler(this::publish)) {
      assertThatThrownBy(() -> scheduler.trigger("monthly"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no job 'monthly': there are [daily, weekly]");
    }
  }

  @Test
  void publishesEachJobOnceWhenItIsDue() throws IOException {
    try (LocalScheduler scheduler = scheduler(this::publish)) {
      assertThat(scheduler.tick(Instant.parse("2025-10-08T01:59:59Z"))).isEmpty();
      assertThat(scheduler.tick(Instant.parse("2025-10-08T02:00:00Z"))).containsExactly("daily");
      assertThat(scheduler.tick(Instant.parse("2025-10-08T02:00:00Z"))).isEmpty();
      assertThat(scheduler.tick(Instant.parse("2025-10-08T02:00:01Z"))).isEmpty();
      assertThat(scheduler.tick(Instant.parse("2025-10-09T02:00:01Z"))).containsExactly("daily");
    }
    assertThat(published).containsExactly("daily {}", "daily {}");
  }

  @Test
  void catchesUpOnceAfterALongSleep() throws IOException {
    try (LocalScheduler scheduler = scheduler(this::publish)) {
      assertThat(scheduler.tick(Instant.parse("2025-10-20T12:00:00Z")))
          .containsExactly("daily", "weekly");
    }
    assertThat(published).hasSize(2);
  }

  @Test
  void followsTheClockAndGoesOnAfterAFailure() throws Exception {
    BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
    LocalScheduler.Publishing broken =
        (topic, json) -> {
          throw new IOException("no topic " + topic);
        };
    // A clock that jumps by a day at each look.
    Instant[] now = {EVENING};
    try (LocalScheduler scheduler = scheduler(broken)) {
      scheduler.start(() -> now[0] = now[0].plusSeconds(86_400), failures::add);
      assertThatThrownBy(() -> scheduler.start(() -> EVENING, failures::add))
          .hasMessage("the scheduler runs already");
      for (int day = 0; day < 2; day++) {
        Exception failure = failures.poll(10, TimeUnit.SECONDS);
        assertThat(failure).hasMessage("no topic daily");
      }
    }
  }

  private LocalScheduler scheduler(LocalScheduler.Publishing publishing) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("schedules.json"),
            """
            {
              "daily": {"cron": "0 3 * * *", "timeZone": "Africa/Douala", "data": {}},
              "weekly": {"cron": "0 4 * * 0", "timeZone": "Africa/Douala", "data": {"dryRun": true}}
            }
            """);
    return new LocalScheduler(Schedule.readAll(file), publishing, EVENING);
  }

  private String publish(String topic, String json) {
    published.add(topic + " " + json);
    return "message-" + published.size();
  }
}
