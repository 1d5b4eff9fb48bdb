package com.maayegue.maintenance.local;

import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The functions that run now, each as a process. One thread at a time starts one function. */
final class RunningFunctions implements AutoCloseable {
  // Half of the smallest memory that Terraform gives a function, and its other options.
  private static final List<String> JVM_OPTIONS =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Repository repository;
  private final Path logs;
  private final Map<String, FunctionProcess> running = new ConcurrentHashMap<>();
  private final Map<String, Integer> starts = new ConcurrentHashMap<>();

  RunningFunctions(Repository repository, Path logs) {
    this.repository = repository;
    this.logs = logs;
  }

  /** Starts functions side by side, or starts them again. */
  void startAll(List<LocalFunction> functions, Map<String, String> environment) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(functions.size());
    try {
      List<Future<?>> starts = new ArrayList<>();
      for (LocalFunction function : functions) {
        starts.add(
            threads.submit(
                () -> {
                  start(function, environment);
                  return null;
                }));
      }
      for (Future<?> start : starts) {
        LocalServices.get(start);
      }
    } finally {
      threads.shutdown();
    }
  }

  /** Starts a function, or starts it again. */
  void start(LocalFunction function, Map<String, String> environment) throws IOException {
    stop(function);
    FunctionSpec spec =
        new FunctionSpec(
            function.name(),
            repository.deployable(function),
            function.target(),
            environment,
            JVM_OPTIONS,
            log(function));
    running.put(function.name(), FunctionProcess.start(spec));
  }

  /** Each start has a log of its own: name.log, name-2.log and so on. */
  private Path log(LocalFunction function) {
    int start = starts.merge(function.name(), 1, Integer::sum);
    return logs.resolve(function.name() + (start == 1 ? "" : "-" + start) + ".log");
  }

  /** Ends a function, if it runs. */
  void stop(LocalFunction function) throws IOException {
    FunctionProcess process = running.remove(function.name());
    if (process != null) {
      process.close();
    }
  }

  /** Whether a function was started and has not ended. */
  boolean runs(LocalFunction function) {
    FunctionProcess process = running.get(function.name());
    return process != null && process.isAlive();
  }

  /**
   * Where a function serves.
   *
   * @throws IllegalStateException when it does not run
   */
  URI address(LocalFunction function) {
    return process(function).uri();
  }

  /** Posts JSON to a function over HTTP. */
  FunctionProcess.Response post(LocalFunction function, String json) throws IOException {
    return process(function).post("", Map.of("Content-Type", "application/json"), json);
  }

  private FunctionProcess process(LocalFunction function) {
    if (!runs(function)) {
      throw new IllegalStateException(function.name() + " does not run");
    }
    return running.get(function.name());
  }

  List<Long> pids() {
    return running.values().stream().map(FunctionProcess::pid).toList();
  }

  @Override
  public void close() throws IOException {
    for (LocalFunction function : LocalFunction.RUNNING) {
      stop(function);
    }
  }
}
