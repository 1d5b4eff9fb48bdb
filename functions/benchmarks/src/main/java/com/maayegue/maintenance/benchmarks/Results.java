package com.maayegue.maintenance.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All runs of a benchmark.
 *
 * @param items what is deleted
 * @param reference the obvious version that the others are compared with
 * @param ours our function
 */
record Results(
    String benchmark, String items, String reference, String ours, List<Measurement> runs) {
  Results {
    runs = List.copyOf(runs);
  }

  /** The contenders' names, in the order in which they first ran. */
  List<String> contenders() {
    return runs.stream().map(Measurement::contender).distinct().toList();
  }

  /** The sizes, ascending. */
  List<Integer> sizes() {
    return runs.stream().map(Measurement::size).distinct().sorted().toList();
  }

  /** The runs of one contender at one size. */
  List<Measurement> of(String contender, int size) {
    return runs.stream()
        .filter(run -> run.contender().equals(contender) && run.size() == size)
        .toList();
  }

  /** The median over the rounds; NaN without runs. */
  double median(String contender, int size, ToDoubleFunction<Measurement> value) {
    double[] sorted = of(contender, size).stream().mapToDouble(value).sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** How many times as fast as the reference, by the medians. */
  double ratio(String contender, int size) {
    return median(contender, size, Measurement::rate) / median(reference, size, Measurement::rate);
  }
}
