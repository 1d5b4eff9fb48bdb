package com.maayegue.maintenance.alertdispatch;

import com.maayegue.maintenance.alertchannels.SmtpServer;
import com.maayegue.maintenance.alertchannels.SmtpSettings;
import com.maayegue.maintenance.alertchannels.TwilioChannel;
import com.maayegue.maintenance.alertchannels.Urls;
import com.maayegue.maintenance.core.Env;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The means that there are credentials for. One that is begun has to be whole: a half is a mistake.
 *
 * @param patience for one answer of the other side
 */
record ChannelSettings(
    Optional<SmtpServer> smtp,
    Optional<URI> slack,
    Optional<TwilioChannel.Account> twilio,
    Optional<PagerDuty> pagerDuty,
    Duration patience) {
  private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{6,14}|");

  /**
   * An integration of PagerDuty.
   *
   * @param routingKey a secret
   */
  record PagerDuty(URI base, String routingKey) {
    @Override
    public String toString() {
      return "PagerDuty at " + base;
    }
  }

  static ChannelSettings from(Env env) {
    ChannelSettings settings =
        new ChannelSettings(
            SmtpSettings.from(env),
            Urls.secret(env, "SLACK_WEBHOOK_URL", env.optional("SLACK_WEBHOOK_URL")),
            twilio(env),
            pagerDuty(env),
            env.duration("CHANNEL_TIMEOUT", Duration.ofSeconds(15), Duration.ofMillis(100)));
    if (settings.configured().isEmpty()) {
      env.problem(
          "SMTP_HOST",
          "expected one means at least: this, SLACK_WEBHOOK_URL, TWILIO_ACCOUNT_SID or"
              + " PAGERDUTY_ROUTING_KEY");
    }
    return settings;
  }

  /** The means that can be used. */
  Set<Means> configured() {
    Set<Means> means = EnumSet.noneOf(Means.class);
    smtp.ifPresent(any -> means.add(Means.EMAIL));
    slack.ifPresent(any -> means.add(Means.SLACK));
    twilio.ifPresent(any -> means.addAll(Set.of(Means.SMS, Means.CALL)));
    pagerDuty.ifPresent(any -> means.add(Means.PAGERDUTY));
    return means;
  }

  private static Optional<TwilioChannel.Account> twilio(Env env) {
    Optional<URI> base =
        Urls.open(
            env,
            "TWILIO_BASE_URL",
            Optional.of(env.text("TWILIO_BASE_URL", "https://api.twilio.com")));
    Optional<String> sid = env.optional("TWILIO_ACCOUNT_SID");
    Optional<String> token = env.optional("TWILIO_AUTH_TOKEN");
    String from = env.matching("TWILIO_FROM", "", PHONE, "a number such as +237600000000");
    if (sid.isEmpty() && token.isEmpty()) {
      return Optional.empty();
    }
    if (sid.isEmpty() || token.isEmpty() || from.isEmpty()) {
      env.problem(
          "TWILIO_ACCOUNT_SID",
          "expected to be set together with TWILIO_AUTH_TOKEN and TWILIO_FROM");
      return Optional.empty();
    }
    return base.map(uri -> new TwilioChannel.Account(uri, sid.get(), token.get(), from));
  }

  private static Optional<PagerDuty> pagerDuty(Env env) {
    Optional<URI> base =
        Urls.open(
            env,
            "PAGERDUTY_BASE_URL",
            Optional.of(env.text("PAGERDUTY_BASE_URL", "https://events.pagerduty.com")));
    Optional<String> key = env.optional("PAGERDUTY_ROUTING_KEY");
    return base.isPresent() ? key.map(text -> new PagerDuty(base.get(), text)) : Optional.empty();
  }
}
