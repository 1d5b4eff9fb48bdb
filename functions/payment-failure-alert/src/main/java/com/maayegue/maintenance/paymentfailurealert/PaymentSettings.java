package com.maayegue.maintenance.paymentfailurealert;

import com.maayegue.maintenance.core.CommonSettings;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.paymentproviders.CamPay;
import com.maayegue.maintenance.paymentproviders.NouPai;
import com.maayegue.maintenance.paymentproviders.PaymentProvider;
import com.maayegue.maintenance.paymentproviders.Stripe;
import com.maayegue.maintenance.paymentstates.PlanLengths;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the function is told by its environment.
 *
 * @param providers that can be asked, by name
 * @param failures how many failed payments in which time are too many
 * @param pendingAfter a payment that is pending for longer is read from its provider
 * @param stuckAfter a payment that is pending for longer is a person's matter
 * @param plans how long each plan lasts
 * @param providerThreads questions to one provider at once
 */
record PaymentSettings(
    CommonSettings common,
    Map<String, PaymentProvider> providers,
    FailureWindow failures,
    Duration pendingAfter,
    Duration stuckAfter,
    PlanLengths plans,
    int providerThreads) {
  private static final Pattern SECURE =
      Pattern.compile(
          "https://[^/?#@\\s]+(/[^?#@\\s]*)?|http://127\\.0\\.0\\.1:[0-9]{1,5}(/[^?#@\\s]*)?");
  private static final String URL = "an https:// address";
  private static final String DEFAULT_PLANS =
      "monthly=P1M,quarterly=P3M,yearly=P1Y,annual=P1Y,premium=P1Y,vip=P1Y,lifetime=forever";

  static PaymentSettings from(Env env) {
    CommonSettings common = CommonSettings.from(env, false);
    Duration limit =
        env.duration("PROVIDER_TIME_LIMIT", Duration.ofSeconds(10), Duration.ofMillis(100));
    Map<String, PaymentProvider> providers = new TreeMap<>();
    campay(env, limit).ifPresent(provider -> providers.put(provider.name(), provider));
    stripe(env, limit).ifPresent(provider -> providers.put(provider.name(), provider));
    noupai(env, limit).ifPresent(provider -> providers.put(provider.name(), provider));
    PaymentSettings settings =
        new PaymentSettings(
            common,
            Map.copyOf(providers),
            new FailureWindow(
                env.number("FAILURE_THRESHOLD", 10, 1, 1000),
                env.duration("FAILURE_WINDOW", Duration.ofHours(1), Duration.ofMinutes(1))),
            env.duration("PENDING_AFTER", Duration.ofMinutes(15), Duration.ofMinutes(1)),
            env.duration("STUCK_AFTER", Duration.ofDays(1), Duration.ofMinutes(2)),
            plans(env, common.timeZone()),
            env.number("PROVIDER_THREADS", 4, 1, 32));
    if (settings.failures().length().compareTo(Duration.ofDays(1)) > 0) {
      env.problem("FAILURE_WINDOW", "at most P1D", settings.failures().length().toString());
    }
    if (settings.stuckAfter().compareTo(settings.pendingAfter()) <= 0) {
      env.problem("STUCK_AFTER", "more than PENDING_AFTER", settings.stuckAfter().toString());
    }
    env.check();
    return settings;
  }

  private static PlanLengths plans(Env env, ZoneId zone) {
    try {
      return PlanLengths.parse(env.text("PLAN_LENGTHS", DEFAULT_PLANS), zone);
    } catch (IllegalArgumentException wrong) {
      env.problem(
          "PLAN_LENGTHS", "entries such as premium=P1Y or lifetime=forever", wrong.getMessage());
      return new PlanLengths(Map.of(), zone);
    }
  }

  private static Optional<PaymentProvider> campay(Env env, Duration limit) {
    String url = env.matching("CAMPAY_BASE_URL", "https://www.campay.net/api", SECURE, URL);
    Optional<String> username = env.optional("CAMPAY_USERNAME");
    Optional<String> password = env.optional("CAMPAY_PASSWORD");
    if (username.isPresent() != password.isPresent()) {
      env.problem(
          username.isPresent() ? "CAMPAY_PASSWORD" : "CAMPAY_USERNAME",
          "a value, as the other of the two is set",
          "");
    }
    return username.isPresent() && password.isPresent()
        ? Optional.of(new CamPay(trimmed(url), username.get(), password.get(), limit))
        : Optional.empty();
  }

  private static Optional<PaymentProvider> stripe(Env env, Duration limit) {
    String url = env.matching("STRIPE_BASE_URL", "https://api.stripe.com", SECURE, URL);
    return env.optional("STRIPE_API_KEY").map(key -> new Stripe(trimmed(url), key, limit));
  }

  private static Optional<PaymentProvider> noupai(Env env, Duration limit) {
    Optional<String> url = env.optional("NOUPAI_BASE_URL");
    if (url.isEmpty()) {
      return Optional.empty();
    }
    String key = env.required("NOUPAI_API_KEY");
    String product = env.required("NOUPAI_PRODUCT_KEY");
    if (!SECURE.matcher(url.get()).matches()) {
      env.problem("NOUPAI_BASE_URL", URL, url.get());
      return Optional.empty();
    }
    return Optional.of(new NouPai(url.get(), key, product, limit));
  }

  private static String trimmed(String url) {
    return url.replaceAll("/+$", "");
  }
}
