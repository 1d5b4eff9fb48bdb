package com.maayegue.maintenance.paymentproviders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.maayegue.maintenance.paymentstandins.Mode;
import com.maayegue.maintenance.paymentstandins.PaymentStandIns;
import com.maayegue.maintenance.paymentstandins.StandInTransaction;
import com.maayegue.maintenance.paymentstates.PaymentStatus;
import com.maayegue.maintenance.paymentstates.Reading;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentProvidersTest {
  private static final Instant NOW = Instant.parse("2025-10-07T12:00:00Z");
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(700);
  private static final Set<Mode> NEVER_ENDING = EnumSet.of(Mode.SLOW, Mode.ENDLESS);
  private static PaymentStandIns standIns;

  private final CamPay campay = campay(PaymentStandIns.PASSWORD);
  private final Stripe stripe = new Stripe(standIns.stripeUrl(), PaymentStandIns.KEY, LIMIT);
  private final NouPai noupai =
      new NouPai(standIns.noupaiUrl(), PaymentStandIns.KEY, PaymentStandIns.KEY, LIMIT);

  @BeforeAll
  static void start() throws Exception {
    standIns = PaymentStandIns.start(0);
  }

  @AfterAll
  static void stop() {
    standIns.close();
  }

  @BeforeEach
  void clear() {
    standIns.clear();
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCESSFUL, COMPLETED",
    "FAILED, FAILED",
    "PENDING, PENDING",
    "successful, PENDING",
    "WEIRD, PENDING"
  })
  void readsWhatCamPaySays(String word, PaymentStatus status) throws Exception {
    standIns.campay().put(campayTransaction("ref-1", "pay-1", word, "2500.00", "XAF"));
    Reading reading = campay.read("ref-1", NOW).orElseThrow();
    assertThat(reading.status()).isEqualTo(status);
    assertThat(reading.paymentId()).hasValue("pay-1");
    assertThat(reading.amount().orElseThrow()).hasToString("2500 XAF");
    assertThat(reading.operator()).hasValue("MTN");
    assertThat(reading.at()).isEqualTo(NOW);
    assertThat(reading.toString()).doesNotContain("237600000000");
  }

  @Test
  void takesNoneAsAbsent() throws Exception {
    standIns.campay().put(campayTransaction("ref-1", null, "SUCCESSFUL", "5.00", "XAF"));
    Reading reading = campay.read("ref-1", NOW).orElseThrow();
    assertThat(reading.paymentId()).isEmpty();
    assertThat(reading.reason()).isEmpty();
  }

  @Test
  void findsNoTransactionThatIsNotThere() throws Exception {
    assertThat(campay.read("ref-2", NOW)).isEmpty();
    assertThat(stripe.read("pi_2", NOW)).isEmpty();
    assertThat(noupai.read("np-2", NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../token", "a/b", "a?b=c", "a#b", "a b", "a%2fb", ".", "..", "é"})
  void asksForNothingThatLeadsElsewhere(String id) throws Exception {
    assertThat(campay.read(id, NOW)).isEmpty();
    assertThat(stripe.read(id, NOW)).isEmpty();
    assertThat(standIns.campay().questions() + standIns.stripe().questions()).isZero();
  }

  @Test
  void keepsItsTokenUntilItEndsOrIsRefused() throws Exception {
    standIns.campay().put(campayTransaction("ref-1", "pay-1", "PENDING", "5", "XAF"));
    campay.read("ref-1", NOW);
    campay.read("ref-1", NOW.plusSeconds(3500));
    assertThat(standIns.tokensGiven()).isEqualTo(1);
    campay.read("ref-1", NOW.plusSeconds(3541));
    assertThat(standIns.tokensGiven()).isEqualTo(2);
    standIns.renewTokens(3600);
    campay.read("ref-1", NOW.plusSeconds(3542));
    assertThat(standIns.tokensGiven()).isEqualTo(3);
    assertThat(standIns.campay().questions()).isEqualTo(4);
  }

  @Test
  void saysThatCredentialsAreWrongWithoutShowingThem() {
    ProviderFailure failure =
        catchThrowableOfType(ProviderFailure.class, () -> campay("guess").read("ref-1", NOW));
    assertThat(failure.credentialsRefused()).isTrue();
    assertThat(failure)
        .hasMessageContaining("CamPay answered 401")
        .hasMessageNotContaining("guess");
    Stripe wrong = new Stripe(standIns.stripeUrl(), "sk_live_guess", LIMIT);
    assertThatThrownBy(() -> wrong.read("pi_1", NOW))
        .isInstanceOf(ProviderFailure.class)
        .hasMessageNotContaining("guess");
  }

  @ParameterizedTest
  @EnumSource(value = Mode.class, names = "WELL", mode = EnumSource.Mode.EXCLUDE)
  @Timeout(60)
  void failsCleanlyAndInTimeHoweverAProviderMisbehaves(Mode mode) {
    standIns.campay().put(campayTransaction("ref-1", "pay-1", "SUCCESSFUL", "5", "XAF"));
    standIns.campay().mode(mode);
    standIns.stripe().mode(mode);
    standIns.noupai().mode(mode);
    Duration limit = NEVER_ENDING.contains(mode) ? SHORT : LIMIT;
    List<PaymentProvider> impatient =
        List.of(
            campay(PaymentStandIns.PASSWORD, limit),
            new Stripe(standIns.stripeUrl(), PaymentStandIns.KEY, limit),
            new NouPai(standIns.noupaiUrl(), PaymentStandIns.KEY, PaymentStandIns.KEY, limit));
    for (PaymentProvider provider : impatient) {
      assertThatThrownBy(() -> provider.read("ref-1", NOW)).isInstanceOf(ProviderFailure.class);
    }
    assertThat(standIns.redirectsFollowed()).isZero();
  }

  @Test
  void passesOnHowLongItIsToWait() {
    standIns.stripe().mode(Mode.BUSY);
    ProviderFailure failure =
        catchThrowableOfType(ProviderFailure.class, () -> stripe.read("pi_1", NOW));
    assertThat(failure.retryAfter()).hasValue(Duration.ofMinutes(2));
  }

  @Test
  void failsWhenNobodyListens() {
    CamPay nowhere = new CamPay("http://127.0.0.1:1", "a", "b", LIMIT);
    assertThatThrownBy(() -> nowhere.read("ref", NOW)).isInstanceOf(ProviderFailure.class);
  }

  @ParameterizedTest
  @CsvSource({
    "succeeded,, COMPLETED",
    "requires_payment_method, card_declined, FAILED",
    "requires_payment_method,, PENDING",
    "canceled,, FAILED",
    "processing,, PENDING",
    "unheard_of,, PENDING"
  })
  void readsWhatStripeSays(String word, String reason, PaymentStatus status) throws Exception {
    long attempt = NOW.minusSeconds(1200).getEpochSecond();
    standIns
        .stripe()
        .put(new StandInTransaction("pi_1", "pay-1", word, "1234", "EUR", null, reason, attempt));
    Reading reading = stripe.read("pi_1", NOW).orElseThrow();
    assertThat(reading.status()).isEqualTo(status);
    assertThat(reading.paymentId()).hasValue("pay-1");
    assertThat(reading.reason().orElse(null)).isEqualTo(reason);
    if (status == PaymentStatus.COMPLETED) {
      assertThat(reading.amount().orElseThrow()).hasToString("12.34 EUR");
      assertThat(reading.at()).isEqualTo(NOW.minusSeconds(1200));
    }
  }

  @Test
  void readsWhatNouPaiSays() throws Exception {
    standIns
        .noupai()
        .put(new StandInTransaction("np-1", null, "success", "2500", "XAF", "Orange", null, 0));
    Reading reading = noupai.read("np-1", NOW).orElseThrow();
    assertThat(reading.status()).isEqualTo(PaymentStatus.COMPLETED);
    assertThat(reading.amount().orElseThrow()).hasToString("2500 XAF");
  }

  @Test
  void isToldOverHttpToo() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    put(
        http,
        "/control/campay/ref-9",
        "{\"paymentId\":\"pay-9\",\"status\":\"FAILED\",\"amount\":\"5\",\"currency\":\"XAF\",\"operator\":\"MTN\"}");
    assertThat(campay.read("ref-9", NOW).orElseThrow().status()).isEqualTo(PaymentStatus.FAILED);
    put(http, "/control/campay", "{\"mode\":\"error\"}");
    assertThatThrownBy(() -> campay.read("ref-9", NOW)).hasMessageContaining("500");
  }

  private static void put(HttpClient http, String path, String json) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(standIns.url() + path))
            .PUT(HttpRequest.BodyPublishers.ofString(json))
            .build();
    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  private static CamPay campay(String password) {
    return campay(password, LIMIT);
  }

  private static CamPay campay(String password, Duration limit) {
    return new CamPay(standIns.campayUrl(), PaymentStandIns.USERNAME, password, limit);
  }

  private static StandInTransaction campayTransaction(
      String id, String paymentId, String status, String amount, String currency) {
    return new StandInTransaction(id, paymentId, status, amount, currency, "MTN", null, 0);
  }
}
