package com.maayegue.maintenance.local;

import com.maayegue.maintenance.mailboxstandins.StandIns;
import com.maayegue.maintenance.monitoringstandin.MonitoringStandIn;
import com.maayegue.maintenance.paymentstandins.PaymentStandIns;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What no emulator plays: the providers of payments, what reaches people, and Cloud Monitoring.
 * Here nobody pays, and nobody is called.
 */
record Outside(PaymentStandIns providers, StandIns people, MonitoringStandIn monitoring)
    implements AutoCloseable {
  /** What CamPay signs with. */
  static final String CAMPAY_KEY = "local-campay-key";

  /** What Stripe signs with. */
  static final String STRIPE_SECRET = "whsec_local";

  private static final String ACK_SECRET = "only-for-links-of-the-local-stack";

  static Outside start() throws IOException {
    PaymentStandIns providers = PaymentStandIns.start(0);
    MonitoringStandIn monitoring = MonitoringStandIn.start(0);
    try {
      return new Outside(providers, StandIns.start(), monitoring);
    } catch (IOException e) {
      try (providers;
          monitoring) {
        throw e;
      }
    }
  }

  /** Addresses and credentials, under the names of docs/configuration.md. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("CAMPAY_BASE_URL", providers.campayUrl());
    environment.put("CAMPAY_USERNAME", PaymentStandIns.USERNAME);
    environment.put("CAMPAY_PASSWORD", PaymentStandIns.PASSWORD);
    environment.put("CAMPAY_WEBHOOK_KEY", CAMPAY_KEY);
    environment.put("STRIPE_BASE_URL", providers.stripeUrl());
    environment.put("STRIPE_API_KEY", PaymentStandIns.KEY);
    environment.put("STRIPE_WEBHOOK_SECRET", STRIPE_SECRET);
    environment.put("SMTP_HOST", "127.0.0.1");
    environment.put("SMTP_PORT", Integer.toString(people.smtpPort()));
    environment.put("MONITORING_EMULATOR_HOST", monitoring.hostAndPort());
    environment.put("REPORT_RECIPIENTS", "direction@maayegue.com");
    environment.put("MAIL_FROM", "maintenance@maayegue.com");
    environment.put("SLACK_WEBHOOK_URL", people.slackWebhook().toString());
    environment.put("TWILIO_BASE_URL", people.base().toString());
    environment.put("TWILIO_ACCOUNT_SID", "AClocal");
    environment.put("TWILIO_AUTH_TOKEN", "local-token");
    environment.put("TWILIO_FROM", "+237600000000");
    environment.put(
        "ALERT_PHONES", "ops=+237650000001,tech-lead=+237650000002,product-manager=+237650000003");
    environment.put("ACK_SECRET", ACK_SECRET);
    return environment;
  }

  @Override
  public void close() {
    try (providers;
        people;
        monitoring) {
      // Each is closed even if another fails to.
    }
  }
}
