package com.maayegue.maintenance.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a webhook did under load.
 *
 * @param rate answers a second
 * @param middleMillis the median time of an answer
 * @param slowMillis 99 of 100 answers came within this
 */
record WebhookLoad(double rate, double middleMillis, double slowMillis) {
  /** How many senders wait for an answer at any time. */
  static final int CONCURRENCY = 64;

  /**
   * Sends for a time.
   *
   * @throws IllegalStateException if anything but 200 is answered
   */
  static WebhookLoad of(int port, Duration time) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CONCURRENCY);
    try {
      long start = System.nanoTime();
      List<Future<long[]>> all = new ArrayList<>();
      for (int sender = 0; sender < CONCURRENCY; sender++) {
        String name = "evt_" + start + "_" + sender + "_";
        all.add(threads.submit(() -> send(port, name, start + time.toNanos())));
      }
      List<long[]> times = new ArrayList<>();
      for (Future<long[]> one : all) {
        times.add(one.get());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long[] sorted = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
      return new WebhookLoad(
          sorted.length / seconds,
          sorted[sorted.length / 2] / 1e6,
          sorted[(int) (sorted.length * 0.99)] / 1e6);
    } finally {
      threads.shutdownNow();
    }
  }

  private static long[] send(int port, String name, long end) throws IOException {
    long[] times = new long[1024];
    int sent = 0;
    try (StripeConnection connection = StripeConnection.open(port)) {
      for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
        int status = connection.send(name + sent);
        if (status != 200) {
          throw new IllegalStateException("answered " + status);
        }
        if (sent == times.length) {
          times = Arrays.copyOf(times, 2 * sent);
        }
        times[sent++] = System.nanoTime() - start;
      }
    }
    return Arrays.copyOf(times, sent);
  }
}
