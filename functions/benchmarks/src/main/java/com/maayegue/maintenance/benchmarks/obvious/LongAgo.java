package com.maayegue.maintenance.benchmarks.obvious;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.auth.ExportedUserRecord;
import com.google.firebase.auth.FirebaseAuth;
import com.google.firebase.auth.FirebaseAuthException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whom the obvious clean-ups take for gone. */
final class LongAgo {
  private static final Duration YEAR = Duration.ofDays(365);

  private LongAgo() {}

  /** The emulator that the SDK finds in {@code FIREBASE_AUTH_EMULATOR_HOST}. */
  static FirebaseAuth auth() {
    GoogleCredentials owner =
        GoogleCredentials.create(AccessToken.newBuilder().setTokenValue("owner").build());
    return FirebaseAuth.getInstance(
        FirebaseApp.initializeApp(FirebaseOptions.builder().setCredentials(owner).build()));
  }

  /**
   * All accounts whose last sign-in is more than a year ago. As in the guide, who never signed in
   * counts as having done so in 1970, however new; and a token refresh counts for nothing.
   */
  static List<ExportedUserRecord> signedIn(FirebaseAuth auth) throws FirebaseAuthException {
    long yearAgo = Instant.now().minus(YEAR).toEpochMilli();
    List<ExportedUserRecord> old = new ArrayList<>();
    for (ExportedUserRecord account : auth.listUsers(null).iterateAll()) {
      if (account.getUserMetadata().getLastSignInTimestamp() < yearAgo) {
        old.add(account);
      }
    }
    return old;
  }
}
