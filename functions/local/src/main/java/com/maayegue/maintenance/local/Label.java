package com.maayegue.maintenance.local;

/** A text for the reader: French first, English beside. */
record Label(String french, String english) {
  @Override
  public String toString() {
    return french.equals(english) ? french : french + " · " + english;
  }
}
