package com.maayegue.maintenance.local;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Plays Cloud Scheduler: publishes the data of each job to a topic, when its cron says so and
 * whenever it is told to. What was due while nobody looked, as on a machine that slept, is
 * published once.
 */
public final class LocalScheduler implements AutoCloseable {
  private final List<Schedule> schedules;
  private final Publishing publishing;
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(LocalScheduler::thread);
  private Instant lookedAt;
  private ScheduledFuture<?> ticking;

  /** Publishes the message of a job. */
  @FunctionalInterface
  public interface Publishing {
    /** Returns the id that the message got. */
    String publish(String function, String json) throws IOException;
  }

  /** Does nothing by itself until {@link #start}. */
  public LocalScheduler(List<Schedule> schedules, Publishing publishing, Instant now) {
    this.schedules = List.copyOf(schedules);
    this.publishing = publishing;
    this.lookedAt = now;
  }

  /** The jobs. */
  public List<Schedule> schedules() {
    return schedules;
  }

  /**
   * Runs a job now, as {@code gcloud scheduler jobs run} does.
   *
   * @return the id of the message
   * @throws IllegalArgumentException when there is no job of that name
   * @throws IOException when it cannot be published
   */
  public String trigger(String name) throws IOException {
    Schedule schedule =
        schedules.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no job '"
                            + name
                            + "': there are "
                            + schedules.stream().map(Schedule::name).toList()));
    return publishing.publish(schedule.function(), schedule.data());
  }

  /** Publishes what became due since the last look, up to {@code now}; returns the jobs' names. */
  synchronized List<String> tick(Instant now) throws IOException {
    List<String> due =
        schedules.stream()
            .filter(schedule -> !schedule.next(lookedAt).toInstant().isAfter(now))
            .map(Schedule::name)
            .toList();
    lookedAt = now;
    for (String name : due) {
      trigger(name);
    }
    return due;
  }

  /**
   * From now on follows the crons.
   *
   * @param failures hears of what could not be published; the clockwork goes on
   */
  public synchronized void start(InstantSource clock, Consumer<Exception> failures) {
    if (ticking != null) {
      throw new IllegalStateException("the scheduler runs already");
    }
    Runnable look =
        () -> {
          try {
            tick(clock.instant());
          } catch (IOException e) {
            failures.accept(e);
          }
        };
    ticking = clockwork.scheduleWithFixedDelay(look, 1, 1, TimeUnit.SECONDS);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "local-scheduler");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    clockwork.shutdownNow();
  }
}
