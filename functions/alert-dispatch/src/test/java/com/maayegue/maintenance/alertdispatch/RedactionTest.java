package com.maayegue.maintenance.alertdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.maayegue.maintenance.alertdispatch.Incident.Facts;
import com.maayegue.maintenance.pubsub.Alert;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "awa@example.com",
        "+237 6 50 00 00 01",
        "+237650000001",
        "00237650000001",
        "237650000001",
        "650000001",
        "650 00 00 01",
        "222-12-34-56",
        "4242 4242 4242 4242",
        "4242424242424242",
        "sk_live_abcdef",
        "whsec_abcdef",
        "Bearer abcdefghij",
        "password=hunter2",
        "api_key: hunter2",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
        "https://hooks.slack.com/services/T0/B0/XXXX",
        "xoxb-123-abc",
        "AIzaSyA1234567890123456789012345678901",
        "0123456789abcdef0123456789abcdef01234567"
      })
  void takesOutWhatIsPersonalOrSecret(String text) {
    String redacted = Redaction.text("before " + text + " after", 500);
    assertThat(redacted).contains("before", "[…]", "after");
    for (String part : text.split("[ @=/.-]+", -1)) {
      if (part.length() > 5 && !part.matches("(?i)bearer|password|api_key:|https:|example")) {
        assertThat(redacted.replace("hooks.slack.com", "")).doesNotContain(part);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2025-10-07T02:00:00Z",
        "maintenance_runs/notification-purge-2025-10-07T02:00:00.123456Z",
        "12 paiements en 1 h, 63 % de 19",
        "docs/playbooks/payment-failures.md",
        "live/maa_yegue_app.db at generation 1759802400000000",
        "5 000 comptes, 250000000 octets",
        "https://console.cloud.google.com/run?project=maayegue",
        "com.maayegue.maintenance.inactiveusercleanup.InactiveUserCleanupFunction",
        "PERMISSION_DENIED: Missing or insufficient permissions."
      })
  void leavesWhatPeopleNeed(String text) {
    String without = text.replace("1759802400000000", "").replace("250000000", "");
    assertThat(Redaction.text(text, 500)).contains(without.split(" ", -1)[0]);
    if (text.equals(without)) {
      assertThat(Redaction.text(text, 500)).isEqualTo(text);
    }
  }

  /** An expression that backtracks would take forever. */
  @Test
  @Timeout(60)
  void boundsAnAlertOfAMegabyte() {
    Map<String, String> labels = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      labels.put("label" + i, "v".repeat(1_000));
    }
    Alert alert =
        new Alert(
            "rule",
            Alert.Severity.HIGH,
            Alert.Status.FIRING,
            "a1 ".repeat(400_000),
            "6".repeat(1_000_000),
            labels,
            "k".repeat(1_000_000),
            Instant.EPOCH,
            "p".repeat(1_000_000));
    Facts facts = Redaction.facts(alert);
    assertThat(facts.title().length()).isLessThanOrEqualTo(160);
    assertThat(facts.summary().length()).isLessThanOrEqualTo(1_500);
    assertThat(facts.labels()).hasSize(20);
    assertThat(facts.toString().length()).isLessThan(6_000);
    assertThat(IncidentDocument.idOf(alert.dedupKey()).length()).isLessThan(120);
  }

  @Test
  void makesDocumentIdsOfKeysAndKeepsThemApart() {
    assertThat(IncidentDocument.idOf("notification-purge-failed"))
        .isEqualTo("notification-purge-failed");
    for (String key : new String[] {"a/b", "a_b/", "..", ".", "__x__", "é", " ", "a\nb"}) {
      assertThat(IncidentDocument.idOf(key)).matches("k-[A-Za-z0-9._-]+-[0-9a-f]{16}");
    }
    assertThat(IncidentDocument.idOf("a/b")).isNotEqualTo(IncidentDocument.idOf("a:b"));
  }
}
