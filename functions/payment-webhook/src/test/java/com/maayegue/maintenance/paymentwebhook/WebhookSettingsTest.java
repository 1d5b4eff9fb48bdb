package com.maayegue.maintenance.paymentwebhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.maayegue.maintenance.core.Env;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookSettingsTest {
  @Test
  void takesOneProviderAlone() {
    WebhookSettings settings =
        WebhookSettings.from(
            Env.of(Map.of("GOOGLE_CLOUD_PROJECT", "p", "CAMPAY_WEBHOOK_KEY", "secret-1")));
    assertThat(settings.campayKey()).contains("secret-1");
    assertThat(settings.stripeSecrets()).isEmpty();
    assertThat(settings.topic()).isEqualTo("payment-events");
    assertThat(settings.toString()).doesNotContain("secret-1");
  }

  @Test
  void takesTwoSecretsOfStripeWhileTheyAreExchanged() {
    WebhookSettings settings =
        WebhookSettings.from(
            Env.of(
                Map.of(
                    "GOOGLE_CLOUD_PROJECT", "p", "STRIPE_WEBHOOK_SECRET", "whsec_a , whsec_b\n")));
    assertThat(settings.stripeSecrets()).containsExactly("whsec_a", "whsec_b");
  }

  @Test
  void namesAllThatIsWrongAndShowsNoSecret() {
    Env env =
        Env.of(
            Map.of(
                "STRIPE_WEBHOOK_SECRET", "whsec_a,,whsec_b",
                "PAYMENT_TOPIC", "no topic",
                "PUBSUB_EMULATOR_HOST", "nowhere"));
    assertThatThrownBy(() -> WebhookSettings.from(env))
        .hasMessageContaining("GOOGLE_CLOUD_PROJECT")
        .hasMessageContaining("STRIPE_WEBHOOK_SECRET")
        .hasMessageContaining("PAYMENT_TOPIC")
        .hasMessageContaining("PUBSUB_EMULATOR_HOST")
        .hasMessageNotContaining("whsec_a");
  }

  @Test
  void refusesToServeNobody() {
    Env env = Env.of(Map.of("GOOGLE_CLOUD_PROJECT", "p", "CAMPAY_WEBHOOK_KEY", " "));
    assertThatThrownBy(() -> WebhookSettings.from(env))
        .hasMessageContaining("CAMPAY_WEBHOOK_KEY: expected a value here or in STRIPE_WEBHOOK");
  }
}
