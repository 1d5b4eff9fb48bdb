package com.maayegue.maintenance.paymentwebhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes requests that nobody may accept: genuine ones with one thing wrong, and rubbish. The same
 * seed gives the same requests.
 */
final class RequestFuzzer {
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "HEAD", "TRACE", "X");
  private static final List<String> PATHS =
      List.of("/", "/stripe/", "/campay/", "/Stripe", "/stripe;x", "/a/../stripe", "/%73tripe");
  private static final List<String> TYPES =
      List.of("application/json", "text/html", "application/x-www-form-urlencoded", ";", "");
  private static final List<String> ALGORITHMS =
      List.of("none", "HS512", "RS256", "hs256", "HS384", "ES256", "", "HS256 ");
  private static final String PIECES = "{}[]\":,.\\/u0deE+-= %&;\u0000\ufeff\u00e9\ud83d\ude00tfn";

  private final Random random;
  private final long now;
  private int made;

  RequestFuzzer(long seed, long now) {
    this.random = new Random(seed);
    this.now = now;
  }

  /** A request that is genuine. */
  TestRequest genuine() {
    byte[] body = event().getBytes(UTF_8);
    return random.nextBoolean()
        ? TestRequest.stripe(body, Signing.stripe(Signing.STRIPE_SECRET, now, body))
        : TestRequest.campay(query() + "&signature=" + Signing.campay(now, now + 600));
  }

  /** A request with something wrong. */
  TestRequest forged() {
    return switch (random.nextInt(8)) {
      case 0 -> stripeWithChangedBody();
      case 1 -> stripeWithWrongHeader();
      case 2 -> stripeOfAnotherTime();
      case 3 -> campayWithBrokenToken();
      case 4 -> campayWithForgedToken();
      case 5 -> campayAsBody();
      case 6 -> elsewhere();
      default -> rubbish();
    };
  }

  private TestRequest stripeWithChangedBody() {
    byte[] body = event().getBytes(UTF_8);
    String signature = Signing.stripe(Signing.STRIPE_SECRET, now, body);
    byte[] changed = body.clone();
    int at = random.nextInt(changed.length);
    switch (random.nextInt(3)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed = Arrays.copyOf(changed, at);
      default -> changed = Arrays.copyOf(changed, changed.length + 1 + random.nextInt(9));
    }
    return TestRequest.stripe(changed, signature);
  }

  private TestRequest stripeWithWrongHeader() {
    byte[] body = event().getBytes(UTF_8);
    String right = Signing.stripe(Signing.STRIPE_SECRET, now, body);
    int at = right.length() - 1 - random.nextInt(64);
    String header =
        switch (random.nextInt(6)) {
          case 0 -> right.substring(0, at);
          case 1 -> right.substring(0, at) + different(right.charAt(at)) + right.substring(at + 1);
          case 2 -> right.replace("v1=", "v" + random.nextInt(1_000_000_000) + "1=");
          case 3 -> Signing.stripe(text(8), now, body);
          case 4 -> text(200);
          default -> right.replace(",", ", ");
        };
    return TestRequest.stripe(body, plain(header));
  }

  private TestRequest stripeOfAnotherTime() {
    byte[] body = event().getBytes(UTF_8);
    long off = 301L + random.nextInt(1_000_000_000);
    long time = random.nextBoolean() ? now + off : now - off;
    return TestRequest.stripe(body, Signing.stripe(Signing.STRIPE_SECRET, time, body));
  }

  private TestRequest campayWithBrokenToken() {
    String right = Signing.campay(now, now + 600);
    int at = random.nextInt(right.length());
    String token =
        switch (random.nextInt(4)) {
          case 0 -> right.substring(0, at);
          case 1 -> right.substring(0, at) + different(right.charAt(at)) + right.substring(at + 1);
          case 2 -> right.substring(0, at) + "." + right.substring(at);
          default -> text(300);
        };
    return TestRequest.campay(query() + "&signature=" + URLEncoder.encode(token, UTF_8));
  }

  private TestRequest campayWithForgedToken() {
    String header = "{\"alg\":\"HS256\"}";
    String claims = "{\"iat\":" + now + "}";
    String token =
        switch (random.nextInt(4)) {
          case 0 -> Signing.token("HmacSHA256", header, claims, text(12) + "x");
          case 1 ->
              Signing.token(
                  "HmacSHA256",
                  "{\"alg\":\"" + pick(ALGORITHMS) + "\"}",
                  claims,
                  Signing.CAMPAY_KEY);
          case 2 -> Signing.campay(now, now - 60 - random.nextInt(1_000_000));
          default -> Signing.campay(now + 61 + random.nextInt(1_000_000), now + 9_000_000_000L);
        };
    return TestRequest.campay(query() + "&signature=" + token);
  }

  /** Well signed where a token is, and with a type or a body that is not for it. */
  private TestRequest campayAsBody() {
    String token = Signing.campay(now, now + 600);
    String form = query() + "&signature=" + token;
    return switch (random.nextInt(4)) {
      case 0 -> post("/campay?" + form, "application/x-www-form-urlencoded", form);
      case 1 -> post("/campay", "application/json", form);
      case 2 -> post("/campay", "application/x-www-form-urlencoded", form + "&signature=" + token);
      default -> TestRequest.of("GET", "/campay?" + form, form.getBytes(UTF_8));
    };
  }

  private TestRequest elsewhere() {
    byte[] body = event().getBytes(UTF_8);
    TestRequest request = TestRequest.of("POST", pick(PATHS), body);
    return request
        .with("Content-Type", "application/json")
        .with("Stripe-Signature", Signing.stripe(Signing.STRIPE_SECRET, now, body));
  }

  private TestRequest rubbish() {
    String path = random.nextBoolean() ? "/stripe" : "/campay";
    String query = random.nextInt(3) == 0 ? "?" + URLEncoder.encode(text(100), UTF_8) : "";
    TestRequest request =
        TestRequest.of(pick(METHODS), path + query, text(random.nextInt(2_000)).getBytes(UTF_8));
    request.with("Content-Type", pick(TYPES));
    if (random.nextBoolean()) {
      request.with("Stripe-Signature", "t=" + now + ",v1=" + plain(text(70)));
    }
    return request;
  }

  private static TestRequest post(String target, String type, String body) {
    return TestRequest.of("POST", target, body.getBytes(UTF_8)).with("Content-Type", type);
  }

  private String event() {
    return "{\"id\":\"evt_"
        + made++
        + "\",\"type\":\"payment_intent.succeeded\",\"created\":"
        + now
        + ",\"data\":{\"object\":{\"object\":\"payment_intent\",\"id\":\"pi_"
        + random.nextInt()
        + "\",\"status\":\"succeeded\",\"amount\":500,\"currency\":\"xaf\"}}}";
  }

  private String query() {
    return "status=SUCCESSFUL&reference=r-" + made++ + "&amount=500.00&currency=XAF";
  }

  private String text(int most) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(most + 1); length > 0; length--) {
      text.append(PIECES.charAt(random.nextInt(PIECES.length())));
    }
    return text.toString();
  }

  private char different(char character) {
    char other = (char) ('0' + random.nextInt(10));
    return other == character ? 'a' : other;
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** What a header can hold, as servers hand it on. */
  private static String plain(String text) {
    String latin = new String(text.getBytes(ISO_8859_1), ISO_8859_1);
    return latin.replaceAll("[\\x00-\\x1f]", "?").strip();
  }
}
