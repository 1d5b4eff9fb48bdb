package com.maayegue.maintenance.sampledata;

/** How a date of an account lies to the limit of 365 days. */
enum When {
  /** There is no such date. */
  NEVER,
  /** The date is there and says 0, the epoch, as some SDKs say "never". */
  ZERO,
  /** More than 366 days ago. */
  LONG_AGO,
  /** 365 days and at most an hour ago. */
  JUST_OVER,
  /** Between an hour and a day short of 365 days ago. */
  JUST_UNDER,
  /** Within the last 200 days, mostly within the last few. */
  LATELY
}
