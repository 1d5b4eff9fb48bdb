package com.maayegue.maintenance.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.maayegue.maintenance.emulators.FirestoreEmulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** firestore.rules, as clients meet them: users of the app, strangers, and the functions. */
class FirestoreRulesTest {
  private static final String PROJECT = "demo-rules";
  private static final String OWNER = "owner";
  private static final Pattern CLOSED =
      Pattern.compile(
          "match /([a-z_]+)/\\{document=\\*\\*} \\{\\s+allow read, write: if false;\\s+}");

  @TempDir private static Path logs;
  private static FirestoreEmulator emulator;
  private static HttpClient http;

  @BeforeAll
  static void startWithTheRules() throws IOException {
    Path rules = Repository.containing(Path.of("")).firestoreRules();
    emulator = FirestoreEmulator.start(PROJECT, logs, 0, Optional.of(rules));
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterAll
  static void stop() throws IOException {
    emulator.close();
  }

  @BeforeEach
  void fill() throws Exception {
    emulator.clear();
    for (String collection : closed()) {
      assertThat(write(OWNER, collection + "/one", "{}")).as(collection).isEqualTo(200);
      assertThat(write(OWNER, collection + "/one/below/two", "{}")).isEqualTo(200);
    }
    for (String user : List.of("ama", "bayo")) {
      assertThat(write(OWNER, "subscriptions/" + user, "{}")).isEqualTo(200);
      String fields =
          "{'userId':" + text(user) + ",'title':" + text("t") + ",'read':" + FALSE + "}";
      assertThat(write(OWNER, "notifications/of-" + user, fields)).isEqualTo(200);
    }
  }

  private static final String FALSE = "{'booleanValue':false}";
  private static final String TRUE = "{'booleanValue':true}";

  static List<String> closed() throws IOException {
    Path rules = Repository.containing(Path.of("")).firestoreRules();
    return CLOSED.matcher(Files.readString(rules)).results().map(found -> found.group(1)).toList();
  }

  @Test
  void closesWhatTheFunctionsKeep() throws IOException {
    assertThat(closed())
        .contains(
            "maintenance_runs",
            "alerts",
            "payments",
            "payment_events",
            "account_deletions",
            "cost_snapshots",
            "job_watches",
            "payment_watch",
            "mail");
  }

  @ParameterizedTest
  @MethodSource("closed")
  void letsNobodyIntoACollectionOfOurs(String collection) throws Exception {
    for (String who : new String[] {null, user("ama")}) {
      for (String path : List.of(collection + "/one", collection + "/one/below/two")) {
        assertThat(read(who, path)).as(path).isEqualTo(403);
        assertThat(write(who, path, "{'amount':{'integerValue':'1'}}")).as(path).isEqualTo(403);
        assertThat(send(who, "DELETE", path, null)).as(path).isEqualTo(403);
      }
      assertThat(read(who, collection)).isEqualTo(403);
      assertThat(write(who, collection + "/new", "{}")).isEqualTo(403);
    }
    assertThat(read(OWNER, collection + "/one")).isEqualTo(200);
  }

  @Test
  void letsNobodyIntoWhatNoRuleNames() throws Exception {
    assertThat(write(OWNER, "elsewhere/one", "{}")).isEqualTo(200);
    assertThat(read(user("ama"), "elsewhere/one")).isEqualTo(403);
    assertThat(write(user("ama"), "elsewhere/one", "{}")).isEqualTo(403);
  }

  @Test
  void showsAUserTheirOwnSubscriptionAndNoOther() throws Exception {
    assertThat(read(user("ama"), "subscriptions/ama")).isEqualTo(200);
    assertThat(read(user("ama"), "subscriptions/bayo")).isEqualTo(403);
    assertThat(read(user("ama"), "subscriptions")).isEqualTo(403);
    assertThat(read(null, "subscriptions/ama")).isEqualTo(403);
    assertThat(write(user("ama"), "subscriptions/ama", "{'plan':" + text("vip") + "}"))
        .isEqualTo(403);
    assertThat(send(user("ama"), "DELETE", "subscriptions/ama", null)).isEqualTo(403);
  }

  @Test
  void showsAUserTheirOwnNotificationsAndNoOthers() throws Exception {
    assertThat(read(user("ama"), "notifications/of-ama")).isEqualTo(200);
    assertThat(read(user("ama"), "notifications/of-bayo")).isEqualTo(403);
    assertThat(read(user("ama"), "notifications")).isEqualTo(403);
    assertThat(read(null, "notifications/of-ama")).isEqualTo(403);
  }

  @Test
  void letsAUserMarkANotificationAsReadAndNothingElse() throws Exception {
    String ama = user("ama");
    String mine = "notifications/of-ama";
    assertThat(write(ama, mine + "?updateMask.fieldPaths=read", "{'read':" + TRUE + "}"))
        .isEqualTo(200);
    assertThat(write(ama, mine + "?updateMask.fieldPaths=read", "{'read':" + text("yes") + "}"))
        .isEqualTo(403);
    assertThat(write(ama, mine + "?updateMask.fieldPaths=title", "{'title':" + text("x") + "}"))
        .isEqualTo(403);
    assertThat(
            write(ama, mine + "?updateMask.fieldPaths=userId", "{'userId':" + text("bayo") + "}"))
        .isEqualTo(403);
    assertThat(
            write(ama, "notifications/of-bayo?updateMask.fieldPaths=read", "{'read':" + TRUE + "}"))
        .isEqualTo(403);
    assertThat(write(null, mine + "?updateMask.fieldPaths=read", "{'read':" + TRUE + "}"))
        .isEqualTo(403);
    assertThat(send(ama, "DELETE", mine, null)).isEqualTo(403);
    assertThat(write(ama, "notifications/new", "{'userId':" + text("ama") + "}")).isEqualTo(403);
  }

  private static String text(String value) {
    return "{'stringValue':'" + value + "'}";
  }

  /** An identity as the emulator takes it: a token that nobody signed. */
  private static String user(String uid) {
    Map<String, Object> claims =
        Map.of(
            "sub",
            uid,
            "user_id",
            uid,
            "iss",
            "https://securetoken.google.com/" + PROJECT,
            "aud",
            PROJECT,
            "iat",
            0,
            "exp",
            4_000_000_000L);
    Gson gson = new Gson();
    return part(gson.toJson(Map.of("alg", "none", "typ", "JWT")))
        + "."
        + part(gson.toJson(claims))
        + ".";
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static int read(String who, String path) throws Exception {
    return send(who, "GET", path, null);
  }

  /** Writes a document whose fields are JSON with single quotes. */
  private static int write(String who, String path, String fields) throws Exception {
    return send(who, "PATCH", path, "{\"fields\":" + fields.replace('\'', '"') + "}");
  }

  private static int send(String who, String method, String path, String body) throws Exception {
    URI uri =
        URI.create(
            "http://"
                + emulator.hostAndPort()
                + "/v1/projects/"
                + PROJECT
                + "/databases/(default)/documents/"
                + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (who != null) {
      request.header("Authorization", "Bearer " + who);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
