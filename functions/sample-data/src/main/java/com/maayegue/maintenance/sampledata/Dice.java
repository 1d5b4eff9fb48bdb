package com.maayegue.maintenance.sampledata;

import java.time.Duration;
import java.util.List;

/**
 * Random numbers that depend on a seed, a subject and an index only: any one thing can be made
 * without making those before it. Written out (SplitMix64) because the JDK promises the same
 * numbers across versions only for {@code java.util.Random}, whose neighbouring seeds resemble each
 * other.
 */
final class Dice {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private long state;

  private Dice(long state) {
    this.state = state;
  }

  static Dice of(long seed, String subject, long index) {
    return new Dice(mix(mix(seed + subject.hashCode() * GAMMA) + index * GAMMA));
  }

  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  long next() {
    state += GAMMA;
    return mix(state);
  }

  /** From 0 to {@code bound} - 1. */
  int below(int bound) {
    return (int) Math.floorMod(next(), (long) bound);
  }

  /** From {@code low} to {@code high}, both included. */
  long between(long low, long high) {
    return low + Math.floorMod(next(), high - low + 1);
  }

  /** From {@code low} to {@code high}, in whole milliseconds. */
  Duration between(Duration low, Duration high) {
    return Duration.ofMillis(between(low.toMillis(), high.toMillis()));
  }

  /** From 0 (included) to 1. */
  double unit() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  boolean percent(int chance) {
    return below(100) < chance;
  }

  <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** Letters and digits. */
  String word(int length) {
    StringBuilder word = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      word.append(BASE62.charAt(below(BASE62.length())));
    }
    return word.toString();
  }
}
