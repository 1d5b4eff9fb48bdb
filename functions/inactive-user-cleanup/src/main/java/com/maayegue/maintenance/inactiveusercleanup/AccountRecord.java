package com.maayegue.maintenance.inactiveusercleanup;

import com.google.firebase.auth.ExportedUserRecord;
import com.google.firebase.auth.UserInfo;
import com.google.firebase.auth.UserMetadata;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/**
 * The whole record of an account as one line of JSON, in the names of {@code firebase auth:import}
 * (<a href="https://firebase.google.com/docs/cli/auth#JSON">user format</a>), so that a deleted
 * account can be brought back.
 */
final class AccountRecord {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final String PASSWORD = "password";

  private AccountRecord() {}

  /** The line, without its end; the same account always gives the same line. */
  static String line(ExportedUserRecord user) {
    JsonObject json = new JsonObject();
    json.addProperty("localId", user.getUid());
    put(json, "email", user.getEmail());
    json.addProperty("emailVerified", user.isEmailVerified());
    put(json, "passwordHash", user.getPasswordHash());
    put(json, "salt", user.getPasswordSalt());
    put(json, "displayName", user.getDisplayName());
    put(json, "photoUrl", user.getPhotoUrl());
    put(json, "phoneNumber", user.getPhoneNumber());
    json.addProperty("disabled", user.isDisabled());
    put(json, "tenantId", user.getTenantId());
    UserMetadata times = user.getUserMetadata();
    putTime(json, "createdAt", times.getCreationTimestamp());
    putTime(json, "lastSignedInAt", times.getLastSignInTimestamp());
    putTime(json, "lastRefreshAt", times.getLastRefreshTimestamp());
    putTime(json, "validSince", user.getTokensValidAfterTimestamp());
    if (!user.getCustomClaims().isEmpty()) {
      json.addProperty("customAttributes", GSON.toJson(user.getCustomClaims()));
    }
    json.add("providerUserInfo", providers(user));
    return GSON.toJson(json);
  }

  /**
   * Whether the account has a password whose hash Auth did not give us, for want of a permission.
   */
  static boolean lacksHash(ExportedUserRecord user) {
    if (user.getPasswordHash() != null) {
      return false;
    }
    for (UserInfo provider : user.getProviderData()) {
      if (PASSWORD.equals(provider.getProviderId())) {
        return true;
      }
    }
    return false;
  }

  private static JsonArray providers(ExportedUserRecord user) {
    JsonArray providers = new JsonArray();
    for (UserInfo provider : user.getProviderData()) {
      JsonObject json = new JsonObject();
      json.addProperty("providerId", provider.getProviderId());
      put(json, "rawId", provider.getUid());
      put(json, "email", provider.getEmail());
      put(json, "displayName", provider.getDisplayName());
      put(json, "photoUrl", provider.getPhotoUrl());
      put(json, "phoneNumber", provider.getPhoneNumber());
      providers.add(json);
    }
    return providers;
  }

  private static void put(JsonObject json, String name, String value) {
    if (value != null) {
      json.addProperty(name, value);
    }
  }

  private static void putTime(JsonObject json, String name, long millis) {
    if (millis > 0) {
      json.addProperty(name, Long.toString(millis));
    }
  }
}
