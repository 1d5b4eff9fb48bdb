package com.maayegue.maintenance.paymentwebhook;

import com.maayegue.maintenance.core.CommonSettings;
import com.maayegue.maintenance.core.Env;
import java.util.List;
import java.util.Optional;

/**
 * What the webhook is told by its environment. Not {@link CommonSettings}: it has no run, no alert
 * and no time zone, and reading them would cost a part of its start.
 *
 * @param topic that events go to
 * @param campayKey the webhook key of the CamPay app; without it there is no {@code /campay}
 * @param stripeSecrets of the Stripe endpoint, the new and the old one while one is exchanged for
 *     the other; without any there is no {@code /stripe}
 * @param pubSubEmulator {@code host:port} of an emulator in place of Pub/Sub
 */
record WebhookSettings(
    String project,
    String topic,
    Optional<String> campayKey,
    List<String> stripeSecrets,
    Optional<String> pubSubEmulator) {
  private static final int MOST_STRIPE_SECRETS = 2;
  // Problems are logged, and what is wrong with a secret may still be most of it.
  private static final String NOT_SHOWN = "(not shown)";

  static WebhookSettings from(Env env) {
    Optional<String> campayKey = env.optional("CAMPAY_WEBHOOK_KEY");
    Optional<String> stripeSecret = env.optional("STRIPE_WEBHOOK_SECRET");
    List<String> stripeSecrets =
        stripeSecret.map(text -> List.of(text.split("\\s*,\\s*", -1))).orElse(List.of());
    if (campayKey.isEmpty() && stripeSecret.isEmpty()) {
      env.problem("CAMPAY_WEBHOOK_KEY", "a value here or in STRIPE_WEBHOOK_SECRET", "");
    }
    if (stripeSecrets.size() > MOST_STRIPE_SECRETS || stripeSecrets.contains("")) {
      env.problem("STRIPE_WEBHOOK_SECRET", "one secret, or two with a comma between", NOT_SHOWN);
    }
    WebhookSettings settings =
        new WebhookSettings(
            env.required("GOOGLE_CLOUD_PROJECT"),
            env.matching(
                "PAYMENT_TOPIC", "payment-events", CommonSettings.TOPIC, "the name of a topic"),
            campayKey,
            stripeSecrets,
            env.hostAndPort("PUBSUB_EMULATOR_HOST"));
    env.check();
    return settings;
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "WebhookSettings[project=" + project + ", topic=" + topic + "]";
  }
}
