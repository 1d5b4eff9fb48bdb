package com.maayegue.maintenance.alertdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionProcess.Response;
import com.maayegue.maintenance.emulators.FunctionSpec;
import com.maayegue.maintenance.emulators.InvokerJar;
import com.maayegue.maintenance.mailboxstandins.Delivered.Medium;
import com.maayegue.maintenance.pubsub.Alert;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The deployable jar in the invoker: both of its functions, with the documented environment. */
class AlertDispatchIT {
  private static final String CAUSE = "payment-failures";
  private static final Pattern TOKEN = Pattern.compile("https://ack\\.example\\.com\\?t=(\\S+)");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private static Path logs;
  private static DispatchTown town;

  @BeforeAll
  static void start() throws Exception {
    town = DispatchTown.start(logs);
  }

  @AfterAll
  static void stop() throws Exception {
    town.close();
  }

  @BeforeEach
  void clear() throws Exception {
    town.clear();
  }

  @ParameterizedTest
  @MethodSource("com.maayegue.maintenance.emulators.InvokerJar#tried")
  void tellsIsAcknowledgedByTheButtonAndNotByTheLink(String invoker) throws Exception {
    Instant time = Instant.now();
    Alert alert = DispatchTown.alert(CAUSE, Alert.Status.FIRING, time.minusSeconds(1));
    try (FunctionProcess dispatch = start(AlertDispatchFunction.class, town.env(), invoker);
        FunctionProcess page = start(AlertAcknowledgeFunction.class, pageEnv(), invoker)) {
      assertThat(dispatch.deliver("1", time, "maintenance-alerts", alert.toJson()).status())
          .isEqualTo(200);
      assertThat(dispatch.deliver("1", time, "maintenance-alerts", alert.toJson()).status())
          .isEqualTo(200);
      assertThat(dispatch.deliver("2", time, "maintenance-alerts", "{}").status()).isEqualTo(200);
      assertThat(town.reached())
          .containsExactlyInAnyOrder("EMAIL ops@maayegue.com", "CALL " + DispatchTown.OPS);
      assertThat(town.reached(Medium.EMAIL).get(0).html())
          .hasValueSatisfying(html -> assertThat(html).contains("Je m’en occupe"));

      String token = token();
      for (int scan = 0; scan < 3; scan++) {
        assertThat(get(page, "?t=" + token, "GET").body())
            .contains("<form method=\"post\">", "12 paiements en échec");
      }
      assertThat(get(page, "?t=" + token, "HEAD").statusCode()).isEqualTo(200);
      assertThat(state()).isEqualTo("firing");

      Response pressed =
          page.post("", Map.of("Content-Type", "application/x-www-form-urlencoded"), "t=" + token);
      assertThat(pressed.status()).isEqualTo(200);
      assertThat(pressed.body()).contains("Pris en charge par ops");
      assertThat(state()).isEqualTo("acknowledged");
      assertThat(get(page, "?t=" + token, "GET").body()).contains("Pris en charge par ops");
    }
    DocumentSnapshot tick =
        town.firestore.document("maintenance_runs/alert-dispatch-tick").get().get();
    assertThat(tick.getData())
        .containsEntry("function", "alert-dispatch")
        .containsEntry("outcome", "Done")
        .containsEntry("version", "0.1.0")
        .containsKeys("startedAt", "finishedAt", "counts", "failures");
    assertThat(
            town.firestore.document("maintenance_runs/alert-dispatch-" + time).get().get().exists())
        .isTrue();
  }

  @Test
  void showsAndChangesNothingWithoutALinkOfOurs() throws Exception {
    Instant time = Instant.now();
    Alert alert = DispatchTown.alert(CAUSE, Alert.Status.FIRING, time.minusSeconds(1));
    Map<String, String> foreign = pageEnv();
    foreign.put("ACK_SECRET", "ffffffffffffffffffffffffffffffff");
    try (FunctionProcess dispatch = start(AlertDispatchFunction.class, town.env(), "2.0.0");
        FunctionProcess page = start(AlertAcknowledgeFunction.class, foreign, "2.0.0")) {
      dispatch.deliver("1", time, "maintenance-alerts", alert.toJson());
      String token = token();
      for (String query :
          List.of("", "?t=", "?t=x", "?t=" + token, "?t=%00", "?t=" + "a".repeat(3_000))) {
        HttpResponse<String> answer = get(page, query, "GET");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("Ce lien n’est pas valable").doesNotContain("paiements");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
            .contains("default-src 'none'");
      }
      assertThat(page.post("", Map.of(), "t=" + token).status()).isEqualTo(403);
      assertThat(page.post("", Map.of(), "t=%zz").status()).isEqualTo(403);
      assertThat(page.post("", Map.of(), "t=" + "a".repeat(1_000_000)).status()).isEqualTo(403);
      assertThat(get(page, "?t=" + token, "PUT").statusCode()).isEqualTo(405);
      assertThat(get(page, "?t=" + token, "DELETE").statusCode()).isEqualTo(405);
      assertThat(state()).isEqualTo("firing");
    }
  }

  @Test
  void refusesToStartWithEverythingThatIsWrongAtOnce() throws Exception {
    Map<String, String> wrong = town.env();
    wrong.remove("GOOGLE_CLOUD_PROJECT");
    wrong.put("CLEAR_FOR", "soon");
    wrong.put(
        "ALERT_ROUTES",
        "{\"people\":{\"ops\":{}},\"routes\":[{\"steps\":[{\"people\":[],\"by\":[\"email\"]}]}]}");
    FunctionSpec spec = spec(AlertDispatchFunction.class, wrong);
    assertThat(FunctionProcess.exitCodeOf(spec)).isEqualTo(1);
    assertThat(Files.readString(spec.log()))
        .contains("GOOGLE_CLOUD_PROJECT: expected a value")
        .contains("CLEAR_FOR: expected an ISO 8601 duration")
        .contains("ALERT_ROUTES: routes[0].steps[0].people: names nobody");
    FunctionSpec page = spec(AlertAcknowledgeFunction.class, Map.of("GOOGLE_CLOUD_PROJECT", "p"));
    assertThat(FunctionProcess.exitCodeOf(page)).isEqualTo(1);
    assertThat(Files.readString(page.log())).contains("ACK_SECRET: expected a value");
  }

  @Test
  void answersWhatIsNoAlertAndTellsSomebody() throws Exception {
    try (FunctionProcess dispatch = start(AlertDispatchFunction.class, town.env(), "2.0.0")) {
      Instant time = Instant.now();
      for (String message : List.of("{\"rule\":", "[]", "{\"dryRun\":\"no\"}", "7")) {
        assertThat(dispatch.deliver("1", time, "maintenance-alerts", message).status())
            .isEqualTo(200);
      }
      JsonObject line = lastLine(dispatch.log());
      assertThat(line.get("outcome").getAsString()).isEqualTo("Done");
    }
    assertThat(town.reached()).containsExactly("EMAIL ops@maayegue.com");
  }

  @Test
  void tellsNobodyAgainWhenItIsStartedAgainAndTheMessageComesAgain() throws Exception {
    Instant time = Instant.now();
    String alert = DispatchTown.alert("posted", Alert.Status.FIRING, time.minusSeconds(1)).toJson();
    // Slack takes it and does not answer: nobody knows whether it has arrived.
    town.others.answerNext(Medium.SLACK, 0, Map.of(), "");
    Map<String, String> env = town.env();
    try (FunctionProcess dispatch = start(AlertDispatchFunction.class, env, "2.0.0")) {
      dispatch.deliver("1", time, "maintenance-alerts", alert);
      dispatch.kill();
    }
    try (FunctionProcess dispatch = start(AlertDispatchFunction.class, env, "2.0.0")) {
      assertThat(dispatch.deliver("1", time, "maintenance-alerts", alert).status()).isEqualTo(200);
    }
    assertThat(town.reached()).containsExactly("SLACK #alerts");
  }

  private static String token() {
    Matcher link = TOKEN.matcher(town.reached(Medium.EMAIL).get(0).text());
    assertThat(link.find()).isTrue();
    return link.group(1);
  }

  private static String state() throws Exception {
    return town.incident(CAUSE).getString("state");
  }

  private static HttpResponse<String> get(FunctionProcess page, String query, String method)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(page.uri() + query))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static Map<String, String> pageEnv() {
    Map<String, String> env = new HashMap<>(town.env());
    // No credentials of any means: the page needs none.
    env.keySet()
        .removeIf(name -> name.matches("(SMTP|TWILIO|SLACK|MAIL)_.*|ALERT_ROUTES|ACK_BASE_URL"));
    return env;
  }

  private static FunctionProcess start(Class<?> entry, Map<String, String> env, String invoker)
      throws Exception {
    return FunctionProcess.start(spec(entry, env), InvokerJar.find(invoker), 0);
  }

  private static FunctionSpec spec(Class<?> entry, Map<String, String> env) {
    return new FunctionSpec(
        entry.getSimpleName(),
        Path.of(System.getProperty("deployable")),
        entry.getName(),
        env,
        FunctionSpec.quick("-Xmx192m"),
        logs.resolve(entry.getSimpleName() + ".log"));
  }

  private static JsonObject lastLine(String log) {
    List<String> lines = log.lines().filter(line -> line.startsWith("{\"severity\"")).toList();
    return JsonParser.parseString(lines.get(lines.size() - 1)).getAsJsonObject();
  }
}
