package com.maayegue.maintenance.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The accounts of the Auth emulator: listed as an administrator does, signed in as the app does.
 */
final class AuthDirectory {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(60);
  private static final int PAGE = 1000;
  private static final String GOOGLE = "google.com";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String api;
  private final String project;

  AuthDirectory(String hostAndPort, String project) {
    this.api = "http://" + hostAndPort + "/identitytoolkit.googleapis.com/v1/";
    this.project = project;
  }

  /**
   * An account.
   *
   * @param googleId by which Google knows its owner, if it signs in with Google
   */
  record Account(String uid, Optional<String> email, Optional<String> googleId) {}

  /** All accounts by their uid. */
  Map<String, Account> accounts() throws IOException, InterruptedException {
    Map<String, Account> accounts = new HashMap<>();
    String next = "";
    do {
      String path = "projects/" + project + "/accounts:batchGet?maxResults=" + PAGE;
      JsonObject page = send(request(path + next).GET());
      next = "";
      if (page.has("users") && !page.getAsJsonArray("users").isEmpty()) {
        for (JsonElement user : page.getAsJsonArray("users")) {
          Account account = account(user.getAsJsonObject());
          accounts.put(account.uid(), account);
        }
        next = nextPage(page);
      }
    } while (!next.isEmpty());
    return accounts;
  }

  private static String nextPage(JsonObject page) {
    JsonElement token = page.get("nextPageToken");
    return token == null ? "" : "&nextPageToken=" + URLEncoder.encode(token.getAsString(), UTF_8);
  }

  private static Account account(JsonObject user) {
    Optional<String> googleId = Optional.empty();
    if (user.has("providerUserInfo")) {
      for (JsonElement each : user.getAsJsonArray("providerUserInfo")) {
        JsonObject provider = each.getAsJsonObject();
        if (GOOGLE.equals(provider.get("providerId").getAsString())) {
          googleId = Optional.of(provider.get("rawId").getAsString());
        }
      }
    }
    Optional<String> email = Optional.ofNullable(user.get("email")).map(JsonElement::getAsString);
    return new Account(user.get("localId").getAsString(), email, googleId);
  }

  /**
   * Signs in with Google, as the app would; the emulator takes an identity token that nobody has
   * signed.
   *
   * @throws IOException when another account than {@code account} is signed in by it, or none
   */
  void signInWithGoogle(Account account) throws IOException, InterruptedException {
    JsonObject identity = new JsonObject();
    identity.addProperty("sub", account.googleId().orElseThrow());
    account.email().ifPresent(email -> identity.addProperty("email", email));
    identity.addProperty("email_verified", true);
    JsonObject body = new JsonObject();
    String token = URLEncoder.encode(identity.toString(), UTF_8);
    body.addProperty("postBody", "id_token=" + token + "&providerId=" + GOOGLE);
    body.addProperty("requestUri", "http://localhost");
    body.addProperty("returnSecureToken", true);
    JsonObject answer =
        send(
            request("accounts:signInWithIdp?key=any")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    JsonElement uid = answer.get("localId");
    if (uid == null || !uid.getAsString().equals(account.uid())) {
      throw new IOException("the sign-in of " + account.uid() + " reached " + uid);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(api + path))
            .timeout(TIME_LIMIT)
            .header("Content-Type", "application/json");
    // An app has no more rights than its user.
    return path.startsWith("projects/") ? request.header("Authorization", "Bearer owner") : request;
  }

  private JsonObject send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpRequest built = request.build();
    HttpResponse<String> response = http.send(built, HttpResponse.BodyHandlers.ofString(UTF_8));
    if (response.statusCode() != 200) {
      throw new IOException(
          built.uri().getPath() + " answered " + response.statusCode() + ": " + response.body());
    }
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }
}
