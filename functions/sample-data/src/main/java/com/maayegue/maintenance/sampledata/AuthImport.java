package com.maayegue.maintenance.sampledata;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Puts accounts into the Firebase Auth emulator. An import keeps every date but the last token
 * refresh; who has one is signed in, and then given the old dates back. The emulator dates a
 * refresh by its own clock, so the plan's {@code now} should be close to the real one.
 *
 * <p>Accounts of the same uid are overwritten: a second run changes nothing but those refreshes.
 */
public final class AuthImport {
  /** The password of the accounts that get signed in. */
  public static final String PASSWORD = "apprendre-237";

  // What one accounts:batchCreate takes at most.
  private static final int BATCH = 1_000;
  private static final int SIGN_INS_AT_ONCE = 8;
  private static final String API = "/identitytoolkit.googleapis.com/v1";

  private final EmulatorRest emulator;
  private final String project;

  /**
   * Into an emulator.
   *
   * @param hostAndPort as in {@code FIREBASE_AUTH_EMULATOR_HOST}
   */
  public AuthImport(String hostAndPort, String project) {
    this.emulator = new EmulatorRest(hostAndPort);
    this.project = project;
  }

  /**
   * Imports, a batch in memory at a time.
   *
   * @return how many accounts were written
   * @throws IOException also when the emulator refuses an account; the message names its uid
   */
  public int write(Iterator<SampleAccount> accounts) throws IOException, InterruptedException {
    int written = 0;
    while (accounts.hasNext()) {
      List<SampleAccount> batch = new ArrayList<>();
      while (accounts.hasNext() && batch.size() < BATCH) {
        batch.add(accounts.next());
      }
      create(batch);
      refresh(batch);
      written += batch.size();
    }
    return written;
  }

  private void create(List<SampleAccount> batch) throws IOException, InterruptedException {
    JsonArray users = new JsonArray();
    batch.forEach(account -> users.add(json(account.auth())));
    JsonObject body = new JsonObject();
    body.addProperty("allowOverwrite", true);
    body.add("users", users);
    JsonObject answer =
        emulator.post("%s/projects/%s/accounts:batchCreate".formatted(API, project), body);
    JsonElement errors = answer.get("error");
    if (errors != null && !errors.getAsJsonArray().isEmpty()) {
      JsonObject first = errors.getAsJsonArray().get(0).getAsJsonObject();
      JsonElement index = first.get("index");
      throw new IOException(
          "%d of %d accounts were refused, first %s: %s"
              .formatted(
                  errors.getAsJsonArray().size(),
                  batch.size(),
                  batch.get(index == null ? 0 : index.getAsInt()).auth().uid(),
                  first.get("message")));
    }
  }

  private void refresh(List<SampleAccount> batch) throws IOException, InterruptedException {
    List<Callable<Void>> calls = new ArrayList<>();
    for (SampleAccount account : batch) {
      if (account.auth().lastRefresh().isPresent()) {
        calls.add(
            () -> {
              refresh(account.auth());
              return null;
            });
      }
    }
    EmulatorRest.inParallel(SIGN_INS_AT_ONCE, calls);
  }

  private void refresh(AuthAccount account) throws IOException, InterruptedException {
    JsonObject signIn = new JsonObject();
    signIn.addProperty("targetProjectId", project);
    signIn.addProperty("email", account.email().orElseThrow());
    signIn.addProperty("password", PASSWORD);
    signIn.addProperty("returnSecureToken", true);
    emulator.post(API + "/accounts:signInWithPassword", signIn);

    JsonObject update = new JsonObject();
    update.addProperty("localId", account.uid());
    addDates(update, account);
    emulator.post("%s/projects/%s/accounts:update".formatted(API, project), update);
  }

  private static JsonObject json(AuthAccount account) {
    JsonObject user = new JsonObject();
    user.addProperty("localId", account.uid());
    user.addProperty("displayName", account.displayName());
    account.email().ifPresent(email -> user.addProperty("email", email));
    user.addProperty("emailVerified", account.email().isPresent());
    account.phoneNumber().ifPresent(number -> user.addProperty("phoneNumber", number));
    user.addProperty("disabled", account.disabled());
    account.customAttributes().ifPresent(claims -> user.addProperty("customAttributes", claims));
    addDates(user, account);
    Dice dice = Dice.of(0, account.uid(), 0);
    if (account.lastRefresh().isPresent()) {
      user.addProperty("rawPassword", PASSWORD);
    } else if (account.provider().equals("password")) {
      // As long as what Firebase's scrypt makes; no password fits it.
      user.addProperty("passwordHash", base64(dice, 8));
      user.addProperty("salt", base64(dice, 2));
    } else if (account.provider().equals("google.com")) {
      user.add("providerUserInfo", google(account, dice));
    }
    return user;
  }

  private static void addDates(JsonObject user, AuthAccount account) {
    user.addProperty("createdAt", millis(account.createdAt()));
    account.lastSignIn().ifPresent(in -> user.addProperty("lastLoginAt", millis(in)));
  }

  private static JsonArray google(AuthAccount account, Dice dice) {
    JsonObject provider = new JsonObject();
    provider.addProperty("providerId", account.provider());
    provider.addProperty(
        "rawId", Long.toString(dice.between(Long.MAX_VALUE / 2, Long.MAX_VALUE - 1)));
    provider.addProperty("displayName", account.displayName());
    provider.addProperty("email", account.email().orElseThrow());
    JsonArray providers = new JsonArray();
    providers.add(provider);
    return providers;
  }

  private static String base64(Dice dice, int longs) {
    ByteBuffer bytes = ByteBuffer.allocate(longs * Long.BYTES);
    for (int i = 0; i < longs; i++) {
      bytes.putLong(dice.next());
    }
    return Base64.getUrlEncoder().encodeToString(bytes.array());
  }

  private static String millis(Instant instant) {
    return Long.toString(instant.toEpochMilli());
  }
}
