package com.maayegue.maintenance.paymentproviders;

import com.google.gson.JsonObject;
import com.maayegue.maintenance.paymentstates.PaymentStatus;
import com.maayegue.maintenance.paymentstates.Reading;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * CamPay, the mobile money of MTN and Orange. Safe for several threads, which share one token.
 *
 * <p>Source: <a href="https://documenter.getpostman.com/view/2391374/T1LV8PVA">CamPay API</a>.
 */
public final class CamPay implements PaymentProvider {
  private static final Duration SHORTEST_TOKEN = Duration.ofSeconds(1);
  private static final Duration LONGEST_TOKEN = Duration.ofHours(1);

  private final String baseUrl;
  private final String username;
  private final String password;
  private final ProviderHttp http;
  private Token token = new Token("", Instant.MIN);

  /**
   * Asks CamPay.
   *
   * @param baseUrl such as {@code https://www.campay.net/api}
   */
  public CamPay(String baseUrl, String username, String password, Duration timeLimit) {
    this.baseUrl = baseUrl;
    this.username = username;
    this.password = password;
    this.http = new ProviderHttp("CamPay", timeLimit);
  }

  @Override
  public String name() {
    return "campay";
  }

  @Override
  public Optional<Reading> read(String reference, Instant now)
      throws ProviderFailure, InterruptedException {
    if (!Answer.ID.matcher(reference).matches()) {
      return Optional.empty();
    }
    Optional<JsonObject> json;
    Token used = token(now, "");
    try {
      json = ask(reference, used);
    } catch (ProviderFailure refused) {
      if (!refused.credentialsRefused()) {
        throw refused;
      }
      // Tokens may be revoked before their time.
      json = ask(reference, token(now, used.value()));
    }
    Optional<Answer> answer = json.map(Answer::new);
    if (answer.isPresent() && !answer.get().text("reference").equals(Optional.of(reference))) {
      throw new ProviderFailure("CamPay answered of another transaction than it was asked for");
    }
    return answer.map(
        found ->
            found.reading(
                name(),
                reference,
                found.text("external_reference"),
                status(found.text("status").orElse("")),
                now));
  }

  private Optional<JsonObject> ask(String reference, Token used)
      throws ProviderFailure, InterruptedException {
    return http.ask(
        HttpRequest.newBuilder(URI.create(baseUrl + "/transaction/" + reference + "/"))
            .header("Authorization", "Token " + used.value())
            .header("Accept", "application/json"));
  }

  /** A status that is not known is taken as not decided. */
  private static PaymentStatus status(String word) {
    return switch (word) {
      case "SUCCESSFUL" -> PaymentStatus.COMPLETED;
      case "FAILED" -> PaymentStatus.FAILED;
      default -> PaymentStatus.PENDING;
    };
  }

  /** A token other than {@code refused}; one thread asks for it, and the others wait. */
  private synchronized Token token(Instant now, String refused)
      throws ProviderFailure, InterruptedException {
    if (token.value().equals(refused) || !now.isBefore(token.until())) {
      token = newToken(now);
    }
    return token;
  }

  private Token newToken(Instant now) throws ProviderFailure, InterruptedException {
    JsonObject login = new JsonObject();
    login.addProperty("username", username);
    login.addProperty("password", password);
    Answer answer =
        new Answer(
            http.ask(
                    HttpRequest.newBuilder(URI.create(baseUrl + "/token/"))
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(login.toString())))
                .orElseThrow(
                    () -> new ProviderFailure("CamPay answered 404 when asked for a token")));
    // Not by text(): a token may be longer than what goes on.
    if (!answer.json().has("token") || !answer.json().get("token").isJsonPrimitive()) {
      throw new ProviderFailure("CamPay gave no token");
    }
    String value = answer.json().get("token").getAsString();
    if (!value.matches("[!-~]{1,8192}")) {
      throw new ProviderFailure("CamPay gave a token that fits into no header");
    }
    // A minute less, so that it does not end on the way.
    Duration lasts =
        Duration.ofSeconds(answer.whole("expires_in").orElse(0)).minus(Duration.ofMinutes(1));
    return new Token(value, now.plus(between(lasts)));
  }

  private static Duration between(Duration lasts) {
    if (lasts.compareTo(SHORTEST_TOKEN) < 0) {
      return SHORTEST_TOKEN;
    }
    return lasts.compareTo(LONGEST_TOKEN) > 0 ? LONGEST_TOKEN : lasts;
  }

  private record Token(String value, Instant until) {}
}
