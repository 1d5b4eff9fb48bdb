package com.maayegue.maintenance.sampledata;

import java.math.BigInteger;

/**
 * A rearrangement of 0 … size - 1 without a list: {@code position = (index * step + offset) mod
 * size} meets every position once because step and size have no common divisor.
 */
record Shuffle(int size, int step, int offset) {

  static Shuffle of(int size, long seed) {
    // About the golden ratio, so that neighbours land far apart.
    int step = Math.max(1, (int) (size * 0.618));
    while (!BigInteger.valueOf(step).gcd(BigInteger.valueOf(size)).equals(BigInteger.ONE)) {
      step++;
    }
    return new Shuffle(size, step, size == 0 ? 0 : Dice.of(seed, "shuffle", size).below(size));
  }

  int position(int index) {
    return (int) (((long) index * step + offset) % size);
  }
}
