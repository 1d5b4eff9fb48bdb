package com.maayegue.maintenance.benchmarks;

import java.util.Locale;

/** One line for each run, while it goes on. */
final class Progress {
  private Progress() {}

  static void tell(Measurement one) {
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s %-26s %7d there, %7d deleted in %6.2f s (%6.2f s with its start): %6.0f/s,"
                + " %4.0f MiB, CPU %.1f s + emulators %.1f s, ended %s %s",
            one.round() == 0 ? "warm-up" : "round " + one.round(),
            one.contender(),
            one.size(),
            one.deleted(),
            one.seconds(),
            one.secondsWithStart(),
            one.rate(),
            one.peakRssMiB(),
            one.cpuSeconds(),
            one.emulatorCpuSeconds(),
            one.ended(),
            one.details()));
  }
}
