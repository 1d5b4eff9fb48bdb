package com.maayegue.maintenance.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Runs functions one after the other, and takes down what they did and what came of it. */
final class Narration {
  private static final Duration PATIENCE = Duration.ofMinutes(9);
  private static final String DONE = "Done";

  private final LocalStack stack;
  private final Steps steps;
  private final List<Report.Run> runs = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();

  Narration(LocalStack stack, Steps steps) {
    this.stack = stack;
    this.steps = steps;
  }

  List<Report.Run> runs() {
    return runs;
  }

  List<Check> checks() {
    return checks;
  }

  /** Does something that is no run of a function. */
  <T> T step(String french, String english, Steps.Work<T> work) throws Exception {
    return steps.step(new Label(french, english), work);
  }

  /** Starts functions, not as a dry run. */
  void start(String french, String english, List<LocalFunction> functions) throws Exception {
    step(
        french + " démarrées",
        english + " started",
        progress -> {
          stack.startFunctions(functions, false);
          return null;
        });
  }

  /** Runs a function as its schedule does. */
  RunRecord run(LocalFunction function, Label part, long goal, Callable<Long> soFar)
      throws Exception {
    return run(
        function,
        part,
        DONE,
        progress -> stack.run(function, PATIENCE, () -> progress.at(soFar.call(), goal)));
  }

  /** Runs a function by a message of its topic, and expects it to end so. */
  RunRecord run(LocalFunction function, Label part, String message, String outcome)
      throws Exception {
    return run(
        function, part, outcome, progress -> stack.run(function, message, PATIENCE, () -> {}));
  }

  /** Calls a function over HTTP. */
  RunRecord call(LocalFunction function, Label part, String body) throws Exception {
    return run(function, part, DONE, progress -> stack.call(function, body));
  }

  private RunRecord run(
      LocalFunction function, Label part, String outcome, Steps.Work<RunRecord> work)
      throws Exception {
    Label label = new Label(function.name() + " : " + part.french(), part.english());
    RunRecord record = steps.step(label, work);
    runs.add(new Report.Run(part, record, outcome));
    return record;
  }

  /** Takes down what was expected and what was found. */
  void check(String french, String english, long expected, long found) {
    checks.add(new Check(new Label(french, english), expected, found));
  }
}
