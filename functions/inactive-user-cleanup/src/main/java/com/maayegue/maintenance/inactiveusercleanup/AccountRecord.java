package com.maayegue.maintenance.inactiveusercleanup;

import com.google.firebase.auth.ExportedUserRecord;
import com.google.firebase.auth.UserInfo;
import com.google.firebase.auth.UserMetadata;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * The whole record of an account as one line of JSON, in the names of {@code firebase auth:import}
 * (<a href="https://firebase.google.com/docs/cli/auth#JSON">user format</a>), so that a deleted
 * account can be brought back.
 */
final class AccountRecord {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final String PASSWORD = "password";

  private AccountRecord() {}

  /**
   * The line, without its end; the same account always gives the same line. Written without a tree
   * of JSON in between, as a large project has hundreds of thousands.
   */
  static String line(ExportedUserRecord user) {
    StringWriter line = new StringWriter(512);
    try (JsonWriter json = new JsonWriter(line)) {
      json.setSerializeNulls(false);
      json.beginObject();
      json.name("localId").value(user.getUid());
      put(json, "email", user.getEmail());
      json.name("emailVerified").value(user.isEmailVerified());
      put(json, "passwordHash", user.getPasswordHash());
      put(json, "salt", user.getPasswordSalt());
      put(json, "displayName", user.getDisplayName());
      put(json, "photoUrl", user.getPhotoUrl());
      put(json, "phoneNumber", user.getPhoneNumber());
      json.name("disabled").value(user.isDisabled());
      put(json, "tenantId", user.getTenantId());
      UserMetadata times = user.getUserMetadata();
      putTime(json, "createdAt", times.getCreationTimestamp());
      putTime(json, "lastSignedInAt", times.getLastSignInTimestamp());
      putTime(json, "lastRefreshAt", times.getLastRefreshTimestamp());
      putTime(json, "validSince", user.getTokensValidAfterTimestamp());
      if (!user.getCustomClaims().isEmpty()) {
        json.name("customAttributes").value(GSON.toJson(user.getCustomClaims()));
      }
      putProviders(json, user);
      json.endObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return line.toString();
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

  private static void putProviders(JsonWriter json, ExportedUserRecord user) throws IOException {
    json.name("providerUserInfo").beginArray();
    for (UserInfo provider : user.getProviderData()) {
      json.beginObject();
      json.name("providerId").value(provider.getProviderId());
      put(json, "rawId", provider.getUid());
      put(json, "email", provider.getEmail());
      put(json, "displayName", provider.getDisplayName());
      put(json, "photoUrl", provider.getPhotoUrl());
      put(json, "phoneNumber", provider.getPhoneNumber());
      json.endObject();
    }
    json.endArray();
  }

  private static void put(JsonWriter json, String name, String value) throws IOException {
    if (value != null) {
      json.name(name).value(value);
    }
  }

  private static void putTime(JsonWriter json, String name, long millis) throws IOException {
    if (millis > 0) {
      json.name(name).value(Long.toString(millis));
    }
  }
}
