package com.maayegue.maintenance.benchmarks;

import java.util.Map;

/**
 * What one run took.
 *
 * @param contender its name
 * @param size documents or accounts that were there
 * @param round from 1
 * @param seconds from the delivery of the event to the answer
 * @param secondsWithStart from the start of the process to the answer
 * @param deleted documents or accounts that were gone afterwards
 * @param peakRssMiB the most memory that the process had resident
 * @param cpuSeconds of the function's process, from the delivery to the answer
 * @param emulatorCpuSeconds of the emulators, from the delivery to the answer
 * @param ended {@code 200}, another status, or how else it ended
 * @param details what else there is to tell
 */
record Measurement(
    String contender,
    int size,
    int round,
    double seconds,
    double secondsWithStart,
    long deleted,
    double peakRssMiB,
    double cpuSeconds,
    double emulatorCpuSeconds,
    String ended,
    Map<String, Long> details) {
  /** Items a second, from delivery to answer. */
  double rate() {
    return deleted / seconds;
  }

  /** Items a second, from the start of the process to the answer. */
  double rateWithStart() {
    return deleted / secondsWithStart;
  }

  boolean succeeded() {
    return ended.equals("200");
  }

  /** The same, with what was found afterwards. */
  Measurement withFound(long gone, Map<String, Long> found) {
    return new Measurement(
        contender,
        size,
        round,
        seconds,
        secondsWithStart,
        gone,
        peakRssMiB,
        cpuSeconds,
        emulatorCpuSeconds,
        ended,
        found);
  }
}
