package com.maayegue.maintenance.local;

/** What the seed lets expect, against what was found. */
record Check(Label label, long expected, long found) {
  boolean agrees() {
    return expected == found;
  }
}
