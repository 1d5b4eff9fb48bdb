package com.maayegue.maintenance.sampledata;

/** What the clean-up has to find out about an account. */
public enum Verdict {
  /** Seen within the last 365 days by at least one of its dates. */
  ACTIVE,
  /** Not seen for more than 365 days by any date, and nothing protects it: to be cleaned up. */
  INACTIVE,
  /** Not seen for more than 365 days by any date, and yet it has to stay. */
  PROTECTED
}
