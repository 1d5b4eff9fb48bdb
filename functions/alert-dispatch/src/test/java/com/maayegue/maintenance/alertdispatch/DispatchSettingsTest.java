package com.maayegue.maintenance.alertdispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.maayegue.maintenance.alertchannels.SmtpServer.Security;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.pubsub.Alert.Severity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispatchSettingsTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final Map<String, String> env =
      new HashMap<>(
          Map.of(
              "GOOGLE_CLOUD_PROJECT", "demo",
              "SMTP_HOST", "smtp.example.com",
              "MAIL_FROM", "Ma'a yegue <alerts@maayegue.com>"));

  @Test
  void takesTheGuidesRoutesByDefault() {
    AlertRoutes routes = settings().routes();
    assertThat(routes.people().get("ops").email()).contains("ops@maayegue.com");
    assertThat(firstStep(routes, "crash-rate").people()).containsExactly("dev");
    assertThat(firstStep(routes, "crash-rate").by()).containsExactly(Means.EMAIL, Means.SLACK);
    assertThat(firstStep(routes, "slow-startup").people()).containsExactly("tech-lead");
    assertThat(routes.routeOf("slow-startup", Severity.WARNING).atMostEvery())
        .isEqualTo(Duration.ofDays(7));
    assertThat(firstStep(routes, "active-users-drop").people()).containsExactly("product-manager");
    assertThat(firstStep(routes, "active-users-drop").by()).containsExactly(Means.EMAIL, Means.SMS);
    assertThat(firstStep(routes, "payment-failures").people()).containsExactly("ops");
    assertThat(firstStep(routes, "payment-failures").by()).containsExactly(Means.EMAIL, Means.CALL);
  }

  @Test
  void saysWhoCannotBeReachedByWhat() {
    assertThat(settings().warnings())
        .contains("routes[3]: ops cannot be reached by call")
        .contains("routes[0]: dev cannot be reached by slack")
        .noneMatch(warning -> warning.contains("email"));
    env.put("ALERT_PHONES", "ops=+237650000001, tech-lead=+237650000002");
    env.put("TWILIO_ACCOUNT_SID", "AC00");
    env.put("TWILIO_AUTH_TOKEN", "token");
    env.put("TWILIO_FROM", "+237600000000");
    assertThat(settings().routes().people().get("ops").phone()).contains("+237650000001");
    assertThat(settings().warnings())
        .noneMatch(warning -> warning.contains("ops cannot be reached by call"));
  }

  @Test
  void refusesARouteThatNamesNobody() {
    env.put(
        "ALERT_ROUTES",
        """
        {"people": {"ops": {"email": "ops@maayegue.com"}},
         "routes": [{"rule": "x", "steps": [{"people": [], "by": ["email"]}]},
                    {"rule": "y", "steps": []},
                    {"steps": [{"people": ["nobody"], "by": ["email"]}]}]}
        """);
    assertThatThrownBy(this::settings)
        .hasMessageContaining("ALERT_ROUTES: routes[0].steps[0].people: names nobody")
        .hasMessageContaining("ALERT_ROUTES: routes[0]: reaches nobody")
        .hasMessageContaining("routes[1].steps: expected a list of objects, one at least")
        .hasMessageContaining("routes[2].steps[0].people: nobody in people is called 'nobody'")
        .hasMessageContaining("routes[2]: reaches nobody");
  }

  @Test
  void refusesARouteWhoseMeansHaveNoCredentials() {
    env.put(
        "ALERT_ROUTES",
        """
        {"people": {"ops": {"email": "ops@maayegue.com", "phone": "+237650000001"}},
         "routes": [{"steps": [{"people": ["ops"], "by": ["call", "slack"]}]}]}
        """);
    assertThatThrownBy(this::settings).hasMessageContaining("routes[0]: reaches nobody");
  }

  @Test
  void namesEverythingThatIsWrongWithRoutesAtOnce() {
    env.put(
        "ALERT_ROUTES",
        """
        {"people": {"Ops": {"email": "not an address", "phone": "12", "mail": "x"}},
         "quietHours": {"from": "late", "to": "06:00", "unless": ["deadly"]},
         "routes": [
           {"severity": "critical", "repeat": "P1M", "atMostEvery": "-PT1H", "setps": [],
            "steps": [{"after": "PT1H", "people": ["Ops"], "by": ["pigeon"]},
                      {"people": ["Ops"], "by": ["email"]}]}]}
        """);
    assertThatThrownBy(this::settings)
        .hasMessageContainingAll(
            "people.Ops: expected a name of small letters",
            "people.Ops.email: expected an e-mail address",
            "people.Ops.phone: expected a number such as",
            "people.Ops: the field 'mail' is not known",
            "quietHours.from: expected a time such as 21:00",
            "quietHours.unless: expected critical, high, warning or info, but it is 'deadly'",
            "routes[0].repeat: expected a duration",
            "routes[0].atMostEvery: expected a duration",
            "routes[0]: the field 'setps' is not known",
            "routes[0].steps[0].after: the first step begins at once",
            "routes[0].steps[0].by: expected email, slack, sms, call or pagerduty",
            "routes[0].steps[1].after: expected a duration longer",
            "routes: expected a route without a rule for severity high",
            "severity warning",
            "severity info")
        .hasMessageNotContaining("not an address")
        .hasMessageNotContaining("'12'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "7", "{\"people\": 1, \"routes\": {}}"})
  void refusesWhatAreNoRoutes(String text) {
    env.put("ALERT_ROUTES", text.isEmpty() ? "null" : text);
    assertThatThrownBy(this::settings).hasMessageContaining("ALERT_ROUTES: ");
  }

  @ParameterizedTest
  @CsvSource({
    "smtp.example.com, 587, auto,     STARTTLS",
    "smtp.example.com, 465, auto,     TLS",
    "127.0.0.1,        587, auto,     NONE",
    "127.0.0.1,        587, starttls, STARTTLS",
    "smtp.example.com, 25,  tls,      TLS"
  })
  void keepsMailPrivateUnlessItStaysOnTheMachine(
      String host, String port, String word, Security security) {
    env.putAll(Map.of("SMTP_HOST", host, "SMTP_PORT", port, "SMTP_SECURITY", word));
    assertThat(settings().channels().smtp().orElseThrow().security()).isEqualTo(security);
  }

  @Test
  void showsNoSecretInItsProblems() {
    env.put("SLACK_WEBHOOK_URL", "http://hooks.slack.com/services/T0/B0/hush");
    env.put("ACK_SECRET", "tooshort");
    env.put("TWILIO_AUTH_TOKEN", "token-hush");
    env.put("SMTP_PASSWORD", "pass-hush");
    env.put("ALERT_PHONES", "ops:+237650000001");
    env.put("TWILIO_BASE_URL", "http://twilio.example.com");
    assertThatThrownBy(this::settings)
        .hasMessageContainingAll(
            "SLACK_WEBHOOK_URL: expected an https:// address",
            "ACK_SECRET: expected to be set together with ACK_BASE_URL",
            "ACK_SECRET: expected 32 characters at least",
            "TWILIO_ACCOUNT_SID: expected to be set together",
            "SMTP_USER: expected to be set together",
            "ALERT_PHONES: expected such as",
            "TWILIO_BASE_URL: expected an https:// address, but it is 'http://twilio.example.com'")
        .hasMessageNotContaining("hush")
        .hasMessageNotContaining("tooshort")
        .hasMessageNotContaining("650000001");
  }

  @Test
  void refusesToStartWithoutAnyMeans() {
    env.remove("SMTP_HOST");
    assertThatThrownBy(this::settings).hasMessageContaining("SMTP_HOST: expected one means");
  }

  @Test
  void makesLinksOnlyWhenThereIsAPage() {
    assertThat(settings().links()).isEmpty();
    env.put("ACK_SECRET", SECRET);
    env.put("ACK_BASE_URL", "https://example.com/ack");
    assertThat(settings().links()).isPresent();
  }

  @Test
  void keepsSecretsOutOfItsText() {
    env.put("ACK_SECRET", SECRET);
    env.put("ACK_BASE_URL", "https://example.com/ack");
    env.put("SMTP_USER", "user");
    env.put("SMTP_PASSWORD", "pass-hush");
    env.put("PAGERDUTY_ROUTING_KEY", "key-hush");
    env.put("TWILIO_ACCOUNT_SID", "AC00");
    env.put("TWILIO_AUTH_TOKEN", "token-hush");
    env.put("TWILIO_FROM", "+237600000000");
    assertThat(settings().toString()).doesNotContain("hush").doesNotContain(SECRET);
  }

  private DispatchSettings settings() {
    return DispatchSettings.from(Env.of(env));
  }

  private static AlertRoutes.Step firstStep(AlertRoutes routes, String rule) {
    return routes.routeOf(rule, Severity.HIGH).steps().get(0);
  }
}
