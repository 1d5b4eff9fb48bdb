package com.maayegue.maintenance.sampledata;

import static com.maayegue.maintenance.sampledata.Verdict.ACTIVE;
import static com.maayegue.maintenance.sampledata.Verdict.INACTIVE;
import static com.maayegue.maintenance.sampledata.Verdict.PROTECTED;
import static com.maayegue.maintenance.sampledata.When.JUST_OVER;
import static com.maayegue.maintenance.sampledata.When.JUST_UNDER;
import static com.maayegue.maintenance.sampledata.When.LATELY;
import static com.maayegue.maintenance.sampledata.When.LONG_AGO;
import static com.maayegue.maintenance.sampledata.When.NEVER;
import static com.maayegue.maintenance.sampledata.When.ZERO;

/** The ways in which an account is inactive, protected or alive. */
public enum AccountKind {
  // verdict, share, created, Auth sign-in, SQLite last_login, newest user_progress

  /** Signed up long ago and never came; half of them without a row in SQLite. */
  NEVER_SIGNED_IN(INACTIVE, 280, LONG_AGO, NEVER, NEVER, NEVER),
  SIGNED_IN_LONG_AGO(INACTIVE, 400, LONG_AGO, LONG_AGO, LONG_AGO, LONG_AGO),
  /** Auth knows of no sign-in, SQLite of an old one. */
  APP_LOGIN_LONG_AGO(INACTIVE, 120, LONG_AGO, NEVER, LONG_AGO, NEVER),
  /** Old lessons are the newest trace. */
  PROGRESS_LONG_AGO(INACTIVE, 100, LONG_AGO, LONG_AGO, NEVER, LONG_AGO),
  GONE_WITHOUT_APP_ROW(INACTIVE, 80, LONG_AGO, LONG_AGO, NEVER, NEVER),
  /** Signed up by telephone. */
  GONE_WITHOUT_EMAIL(INACTIVE, 50, LONG_AGO, LONG_AGO, LONG_AGO, LONG_AGO),
  GONE_AND_DISABLED(INACTIVE, 40, LONG_AGO, LONG_AGO, LONG_AGO, LONG_AGO),
  /** Still called premium or vip, but the time that was paid for is over. */
  SUBSCRIPTION_RAN_OUT(INACTIVE, 30, LONG_AGO, LONG_AGO, LONG_AGO, LONG_AGO),
  /** Every time is 0 but the creation, which is old. */
  GONE_WITH_ZERO_TIMES(INACTIVE, 20, LONG_AGO, ZERO, ZERO, NEVER),
  JUST_OVER_THE_LIMIT(INACTIVE, 20, LONG_AGO, JUST_OVER, LONG_AGO, LONG_AGO),

  ABSENT_ADMIN(PROTECTED, 10, LONG_AGO, LONG_AGO, LONG_AGO, NEVER),
  ABSENT_DEFAULT_ADMIN(PROTECTED, 2, LONG_AGO, NEVER, NEVER, NEVER),
  ABSENT_PREMIUM(PROTECTED, 18, LONG_AGO, LONG_AGO, LONG_AGO, LONG_AGO),
  ABSENT_VIP(PROTECTED, 10, LONG_AGO, LONG_AGO, LONG_AGO, LONG_AGO),
  ABSENT_LIFETIME(PROTECTED, 8, LONG_AGO, LONG_AGO, LONG_AGO, LONG_AGO),
  /** Has the custom claim {@code maintenanceHold}; half of them without a row in SQLite. */
  ON_HOLD(PROTECTED, 12, LONG_AGO, LONG_AGO, NEVER, NEVER),

  SIGNED_IN_LATELY(ACTIVE, 1860, LONG_AGO, LATELY, LATELY, LATELY),
  /** Signed in long ago and stayed signed in: only Auth's last token refresh is recent. */
  REFRESHED_ITS_TOKEN(ACTIVE, 60, LONG_AGO, LONG_AGO, LONG_AGO, LONG_AGO),
  /** Opened the app lately, which only SQLite knows. */
  APP_LOGIN_LATELY(ACTIVE, 450, LONG_AGO, LONG_AGO, LATELY, LONG_AGO),
  /** Learned lately, which only user_progress knows. */
  PROGRESS_LATELY(ACTIVE, 450, LONG_AGO, LONG_AGO, LONG_AGO, LATELY),
  NEW_AND_NEVER_SIGNED_IN(ACTIVE, 250, LATELY, NEVER, NEVER, NEVER),
  /** New, with 0 where others have no time: a naive comparison takes it for half a century old. */
  NEW_WITH_ZERO_TIMES(ACTIVE, 100, LATELY, ZERO, ZERO, NEVER),
  WITHOUT_APP_ROW(ACTIVE, 80, LONG_AGO, LATELY, NEVER, NEVER),
  WITHOUT_EMAIL(ACTIVE, 80, LONG_AGO, LATELY, LATELY, LATELY),
  DISABLED_LATELY(ACTIVE, 40, LONG_AGO, LATELY, LATELY, LATELY),
  SUBSCRIBER(ACTIVE, 400, LONG_AGO, LATELY, LATELY, LATELY),
  ADMIN(ACTIVE, 10, LONG_AGO, LATELY, LATELY, NEVER),
  JUST_UNDER_THE_LIMIT(ACTIVE, 20, LONG_AGO, JUST_UNDER, LONG_AGO, LONG_AGO);

  private final Verdict verdict;
  private final int share;
  private final When created;
  private final When signIn;
  private final When appLogin;
  private final When progress;

  AccountKind(Verdict verdict, int share, When created, When signIn, When appLogin, When progress) {
    this.verdict = verdict;
    this.share = share;
    this.created = created;
    this.signIn = signIn;
    this.appLogin = appLogin;
    this.progress = progress;
  }

  /** What the clean-up has to conclude. */
  public Verdict verdict() {
    return verdict;
  }

  /** Whether Auth has an e-mail address; without one there is a telephone number. */
  public boolean hasEmail() {
    return this != GONE_WITHOUT_EMAIL && this != WITHOUT_EMAIL;
  }

  /** Whether the account is disabled in Auth. */
  public boolean isDisabled() {
    return this == GONE_AND_DISABLED || this == DISABLED_LATELY;
  }

  /** Whether SQLite calls the user an administrator. */
  public boolean isAdmin() {
    return this == ADMIN || this == ABSENT_ADMIN || this == ABSENT_DEFAULT_ADMIN;
  }

  /** How many of the demo's 5,000 accounts are of this kind. */
  int share() {
    return share;
  }

  When created() {
    return created;
  }

  When signIn() {
    return signIn;
  }

  When appLogin() {
    return appLogin;
  }

  When progress() {
    return progress;
  }
}
