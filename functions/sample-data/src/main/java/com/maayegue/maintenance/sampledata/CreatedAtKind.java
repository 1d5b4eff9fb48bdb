package com.maayegue.maintenance.sampledata;

/** The types and defects of {@code created_at}, each with how many of 2,000 documents have it. */
public enum CreatedAtKind {
  TIMESTAMP(1_500, true),
  MILLIS_LONG(110, true),
  MILLIS_DOUBLE(60, true),
  TEXT_WITH_Z(150, true),
  /** Local to Africa/Douala: read as UTC, those near the boundary fall on the wrong side. */
  TEXT_WITHOUT_ZONE(120, true),
  MISSING(14, false),
  NULL(8, false),
  /** A map, which happens to hold a date: it is not for a purge to guess at. */
  MAP(6, false),
  BOOLEAN(4, false),
  UNREADABLE_TEXT(10, false),
  /** Read as milliseconds, this is January 1970. */
  SECONDS_LONG(14, false),
  NOT_A_NUMBER(4, false);

  /** Of how many documents {@link #share()} is. */
  static final int SHARES = 2_000;

  private final int share;
  private final boolean datable;

  CreatedAtKind(int share, boolean datable) {
    this.share = share;
    this.datable = datable;
  }

  /** Whether it tells when the notification was made. */
  public boolean isDatable() {
    return datable;
  }

  int share() {
    return share;
  }
}
