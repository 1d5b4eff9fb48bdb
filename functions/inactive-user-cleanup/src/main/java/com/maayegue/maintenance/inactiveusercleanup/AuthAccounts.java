package com.maayegue.maintenance.inactiveusercleanup;

import com.google.api.core.ApiFuture;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.auth.DeleteUsersResult;
import com.google.firebase.auth.ErrorInfo;
import com.google.firebase.auth.ExportedUserRecord;
import com.google.firebase.auth.FirebaseAuth;
import com.google.firebase.auth.GetUsersResult;
import com.google.firebase.auth.ListUsersPage;
import com.google.firebase.auth.UidIdentifier;
import com.google.firebase.auth.UserIdentifier;
import com.google.firebase.auth.UserRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** The accounts of Firebase Auth: listed, looked up and deleted. */
final class AuthAccounts {
  /**
   * The most that one call deletes: <a
   * href="https://firebase.google.com/docs/auth/admin/manage-users">limits</a>.
   */
  static final int MOST_DELETED = 1000;

  private static final int MOST_LISTED = 1000;
  private static final int MOST_LOOKED_UP = 100;
  private static final int LOOKUPS_AT_ONCE = 4;

  // An operator sets this claim so that an account stays.
  private static final String HOLD = "maintenanceHold";

  private final FirebaseAuth auth;

  AuthAccounts(FirebaseAuth auth) {
    this.auth = auth;
  }

  /**
   * Connects to Auth, or to the emulator that the SDK finds in {@code FIREBASE_AUTH_EMULATOR_HOST}.
   */
  static AuthAccounts connect(String project, boolean emulated) throws IOException {
    GoogleCredentials credentials =
        emulated
            ? GoogleCredentials.create(AccessToken.newBuilder().setTokenValue("owner").build())
            : GoogleCredentials.getApplicationDefault();
    FirebaseOptions options =
        FirebaseOptions.builder().setProjectId(project).setCredentials(credentials).build();
    return new AuthAccounts(
        FirebaseAuth.getInstance(FirebaseApp.initializeApp(options, "maintenance-" + project)));
  }

  /** Asks for the first page of accounts, for {@link #forEachPage}. */
  ApiFuture<ListUsersPage> firstPage() {
    return auth.listUsersAsync(null, MOST_LISTED);
  }

  /**
   * Goes through all accounts, a page of 1000 at a time; the next page is on its way while one is
   * looked at.
   *
   * @param first from {@link #firstPage}
   * @return whether all were seen; otherwise {@code visitor} said to stop
   */
  boolean forEachPage(ApiFuture<ListUsersPage> first, PageVisitor visitor) throws Exception {
    ListUsersPage page = first.get();
    while (true) {
      ApiFuture<ListUsersPage> next =
          page.hasNextPage() ? auth.listUsersAsync(page.getNextPageToken(), MOST_LISTED) : null;
      if (!visitor.visit(page.getValues())) {
        return false;
      }
      if (next == null) {
        return true;
      }
      page = next.get();
    }
  }

  /** What Auth knows now of those of {@code uids} that exist. */
  Map<String, Activity> lookUp(List<String> uids) throws ExecutionException, InterruptedException {
    Map<String, Activity> found = new HashMap<>();
    Deque<ApiFuture<GetUsersResult>> underWay = new ArrayDeque<>();
    for (int from = 0; from < uids.size(); from += MOST_LOOKED_UP) {
      List<UserIdentifier> hundred = new ArrayList<>(MOST_LOOKED_UP);
      for (String uid : uids.subList(from, Math.min(uids.size(), from + MOST_LOOKED_UP))) {
        hundred.add(new UidIdentifier(uid));
      }
      underWay.add(auth.getUsersAsync(hundred));
      if (underWay.size() == LOOKUPS_AT_ONCE) {
        collect(underWay.remove().get(), found);
      }
    }
    while (!underWay.isEmpty()) {
      collect(underWay.remove().get(), found);
    }
    return found;
  }

  /**
   * Deletes up to {@link #MOST_DELETED} accounts; those that do not exist count as deleted.
   *
   * @return the uids that could not be deleted
   */
  Set<String> delete(List<String> uids) throws ExecutionException, InterruptedException {
    DeleteUsersResult result = auth.deleteUsersAsync(uids).get();
    Set<String> failed = new HashSet<>();
    for (ErrorInfo error : result.getErrors()) {
      failed.add(uids.get(error.getIndex()));
    }
    return failed;
  }

  private static void collect(GetUsersResult result, Map<String, Activity> found) {
    for (UserRecord user : result.getUsers()) {
      found.put(user.getUid(), activity(user));
    }
  }

  /** What bears on the life of an account; times of 0 mean never. */
  static Activity activity(UserRecord user) {
    return new Activity(
        user.getUid(),
        time(user.getUserMetadata().getCreationTimestamp()),
        time(user.getUserMetadata().getLastSignInTimestamp()),
        time(user.getUserMetadata().getLastRefreshTimestamp()),
        held(user.getCustomClaims()));
  }

  private static Optional<Instant> time(long millis) {
    return millis <= 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private static boolean held(Map<String, Object> claims) {
    Object hold = claims.get(HOLD);
    return hold != null && !Boolean.FALSE.equals(hold);
  }

  /** Looks at one page of accounts. */
  @FunctionalInterface
  interface PageVisitor {
    /** Returns whether to go on. */
    boolean visit(Iterable<ExportedUserRecord> page) throws Exception;
  }
}
