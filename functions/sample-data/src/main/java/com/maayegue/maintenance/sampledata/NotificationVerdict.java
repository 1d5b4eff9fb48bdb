package com.maayegue.maintenance.sampledata;

/** What the purge has to do with a notification. */
public enum NotificationVerdict {
  /** Older than the retention: deleted. */
  PURGED,
  /** Not older than the retention: stays. */
  KEPT,
  /** Nobody can say how old it is: stays, and is reported. */
  UNDATABLE
}
