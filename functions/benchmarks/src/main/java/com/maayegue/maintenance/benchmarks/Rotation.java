package com.maayegue.maintenance.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The order of a round: each begins with another, so that no place favours one. */
final class Rotation {
  private Rotation() {}

  static List<Contender> of(List<Contender> contenders, int round) {
    List<Contender> order = new ArrayList<>(contenders);
    Collections.rotate(order, 1 - round);
    return order;
  }
}
