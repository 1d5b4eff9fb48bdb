package com.maayegue.maintenance.alertchannels;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sends SMS and places phone calls by Twilio's REST API (<a
 * href="https://www.twilio.com/docs/voice/api/call-resource">calls</a>, <a
 * href="https://www.twilio.com/docs/messaging/api/message-resource">messages</a>). Twilio has no
 * key that would make a repeated request harmless: a request whose answer was lost is {@link
 * Receipt.Unknown}.
 */
public final class TwilioChannel {
  // https://www.twilio.com/docs/glossary/what-sms-character-limit
  private static final int LONGEST_SMS = 1_600;
  private static final Pattern SID = Pattern.compile("[A-Za-z0-9]{2,64}");

  private final Account account;
  private final Posting posting;

  /** Sends as {@code account}, and waits {@code limit} for an answer. */
  public TwilioChannel(Account account, Duration limit, InstantSource clock) {
    this.account = account;
    this.posting = new Posting(limit, clock);
  }

  /**
   * Who pays.
   *
   * @param base such as {@code https://api.twilio.com}
   * @param token a secret
   * @param from the number that calls and writes, such as {@code +237600000000}
   */
  public record Account(URI base, String sid, String token, String from) {
    @Override
    public String toString() {
      return "Twilio account at " + base;
    }
  }

  /**
   * What became of a call: <a
   * href="https://www.twilio.com/docs/voice/api/call-resource#call-status-values">statuses</a>.
   */
  public enum CallState {
    /** Queued, initiated or ringing. */
    UNDER_WAY,
    /** Somebody, or something, took it. */
    ANSWERED,
    /** Busy, not answered, failed or cancelled. */
    UNANSWERED;

    /** Reads Twilio's word; one that it may invent later counts as under way. */
    static CallState of(String status) {
      return switch (status.toLowerCase(Locale.ROOT)) {
        case "in-progress", "completed" -> ANSWERED;
        case "busy", "no-answer", "failed", "canceled" -> UNANSWERED;
        default -> UNDER_WAY;
      };
    }
  }

  /** Sends an SMS of 1,600 characters at most. */
  public Receipt sms(String to, String body) throws InterruptedException {
    return create("Messages", Map.of("To", to, "Body", Bounded.text(body, LONGEST_SMS)));
  }

  /**
   * Places a call.
   *
   * @param twiml what is said: <a href="https://www.twilio.com/docs/voice/twiml">TwiML</a>, 4,000
   *     characters at most
   */
  public Receipt call(String to, String twiml) throws InterruptedException {
    return create("Calls", Map.of("To", to, "Twiml", twiml));
  }

  /**
   * What became of a call.
   *
   * @return empty when Twilio does not say for now
   */
  public Optional<CallState> callState(String sid) throws InterruptedException {
    try {
      HttpAnswer answer = posting.exchange(request("Calls/" + URLEncoder.encode(sid, UTF_8)).GET());
      if (answer.status() == 404) {
        return Optional.of(CallState.UNANSWERED);
      }
      return answer.ok() ? field(answer, "status").map(CallState::of) : Optional.empty();
    } catch (IOException | TimeoutException away) {
      return Optional.empty();
    }
  }

  private Receipt create(String resource, Map<String, String> fields) throws InterruptedException {
    HttpRequest.Builder request =
        request(resource)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form(fields)));
    return posting.send("Twilio", request, this::receipt);
  }

  private HttpRequest.Builder request(String resource) {
    String credentials = account.sid() + ":" + account.token();
    return HttpRequest.newBuilder(
            URI.create(
                account.base().toString().replaceAll("/+$", "")
                    + "/2010-04-01/Accounts/"
                    + URLEncoder.encode(account.sid(), UTF_8)
                    + "/"
                    + resource
                    + ".json"))
        .header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)));
  }

  private String form(Map<String, String> fields) {
    return "From="
        + URLEncoder.encode(account.from(), UTF_8)
        + fields.entrySet().stream()
            .map(field -> "&" + field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
            .collect(Collectors.joining());
  }

  private Receipt receipt(HttpAnswer answer) {
    if (!answer.ok()) {
      // Its text would name the number that was called.
      String code = field(answer, "code").filter(text -> text.matches("[0-9]{1,6}")).orElse("");
      return answer.failure("Twilio", code, posting.clock().instant());
    }
    return field(answer, "sid")
        .filter(sid -> SID.matcher(sid).matches())
        .<Receipt>map(Receipt.Sent::new)
        .orElseGet(() -> new Receipt.Unknown("Twilio answered without a sid"));
  }

  private static Optional<String> field(HttpAnswer answer, String name) {
    try {
      JsonElement json = JsonParser.parseString(answer.body());
      JsonElement value = json.isJsonObject() ? ((JsonObject) json).get(name) : null;
      return value != null && value.isJsonPrimitive()
          ? Optional.of(value.getAsString())
          : Optional.empty();
    } catch (JsonParseException notJson) {
      return Optional.empty();
    }
  }
}
