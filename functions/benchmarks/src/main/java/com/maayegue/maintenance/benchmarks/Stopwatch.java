package com.maayegue.maintenance.benchmarks;

import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Measures a function as a whole process: started, given one event, looked at, and ended.
 *
 * @param env the addresses of the emulators
 * @param emulators the processes of the emulators that do the work
 */
record Stopwatch(Folders folders, Map<String, String> env, List<Long> emulators) {
  // What a function gets in the cloud, with a heap that any instance has room for.
  private static final List<String> JVM_OPTIONS =
      List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  private static final double MIB = 1024 * 1024;
  // Linux counts in hundredths of a second: sysconf(_SC_CLK_TCK).
  private static final double TICKS_A_SECOND = 100;

  /** One run of a new process; what it deleted is for the caller to find out. */
  Measurement measure(Contender contender, int size, int round) throws Exception {
    try (Running function = start(contender, size, round)) {
      return function.deliver("");
    }
  }

  /** Starts a process that can be given more than one event. */
  Running start(Contender contender, int size, int round) throws IOException {
    Map<String, String> all = new HashMap<>(env);
    all.putAll(contender.env());
    Path log =
        Files.createDirectories(folders.results().resolve("logs"))
            .resolve(contender.name() + "-" + size + "-" + round + ".log");
    FunctionSpec spec =
        new FunctionSpec(
            contender.name(), contender.jar(), contender.target(), all, JVM_OPTIONS, log);
    long start = System.nanoTime();
    FunctionProcess function = FunctionProcess.start(spec);
    return new Running(function, contender, size, round, seconds(start, System.nanoTime()));
  }

  /** A function's process. */
  final class Running implements AutoCloseable {
    private final FunctionProcess function;
    private final Contender contender;
    private final int size;
    private final int round;
    private double startSeconds;

    private Running(
        FunctionProcess function, Contender contender, int size, int round, double startSeconds) {
      this.function = function;
      this.contender = contender;
      this.size = size;
      this.round = round;
      this.startSeconds = startSeconds;
    }

    /**
     * Delivers an event and waits for its end.
     *
     * @param suffix to the contender's name
     */
    Measurement deliver(String suffix) throws Exception {
      double emulatorsBefore = cpuSeconds(emulators);
      double cpuBefore = cpuSeconds(List.of(function.pid()));
      long delivery = System.nanoTime();
      String ended = Stopwatch.deliver(function, contender.limitSeconds());
      long answer = System.nanoTime();
      boolean alive = function.isAlive();
      double withStart = startSeconds + seconds(delivery, answer);
      startSeconds = 0; // Only the first event had to wait for it.
      return new Measurement(
          contender.name() + suffix,
          size,
          round,
          seconds(delivery, answer),
          withStart,
          0,
          alive ? function.peakRssBytes() / MIB : 0,
          alive ? cpuSeconds(List.of(function.pid())) - cpuBefore : 0,
          cpuSeconds(emulators) - emulatorsBefore,
          ended,
          Map.of());
    }

    @Override
    public void close() throws IOException {
      function.close();
    }
  }

  private static String deliver(FunctionProcess function, int limitSeconds) throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<String> answer =
          thread.submit(
              () -> {
                int status = function.deliver("1", Instant.now(), "benchmark", "{}").status();
                return Integer.toString(status);
              });
      return answer.get(limitSeconds, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      return "stopped after " + limitSeconds + " s";
    } finally {
      thread.shutdownNow();
    }
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }

  private static double cpuSeconds(List<Long> pids) throws IOException {
    double ticks = 0;
    for (long pid : pids) {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The fields behind the name, which may hold spaces: utime and stime are the 14th and 15th.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
    return ticks / TICKS_A_SECOND;
  }
}
