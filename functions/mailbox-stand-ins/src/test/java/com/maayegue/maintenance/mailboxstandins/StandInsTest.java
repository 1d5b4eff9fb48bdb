package com.maayegue.maintenance.mailboxstandins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.mailboxstandins.Delivered.Medium;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandInsTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String ACCOUNT = "/2010-04-01/Accounts/AC00/";
  private static final String FORM = "application/x-www-form-urlencoded";

  private static StandIns standIns;

  @BeforeAll
  static void start() throws IOException {
    standIns = StandIns.start();
  }

  @AfterAll
  static void stop() {
    standIns.close();
  }

  @BeforeEach
  void clear() {
    standIns.clear();
  }

  @Test
  void showsWhatWasSentNewestFirstAndRunsNothingOfIt() throws Exception {
    assertThat(get("/").body()).contains("Rien n’a été envoyé", "Nothing was sent");
    mail("<script>alert(1)</script>");
    post("/slack/x", "application/json", "{\"text\":\"<b>hello</b> https://example.com/a?b=c\"}");
    HttpResponse<String> page = get("/");
    assertThat(page.body())
        .contains("2 message(s)", "&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;b&gt;hello")
        .contains("<a href=\"https://example.com/a?b=c\"")
        .doesNotContain("<script>", "<b>hello", "{{");
    assertThat(page.body().indexOf("hello")).isLessThan(page.body().indexOf("alert(1)"));
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'");
  }

  @Test
  void tellsProgramsWhatWasSent() throws Exception {
    mail("hello");
    JsonArray sent = JsonParser.parseString(get("/sent.json").body()).getAsJsonArray();
    assertThat(sent).hasSize(1);
    JsonObject mail = sent.get(0).getAsJsonObject();
    assertThat(mail.get("medium").getAsString()).isEqualTo("email");
    assertThat(mail.get("to").getAsString()).isEqualTo("ops@maayegue.com");
    assertThat(mail.get("subject").getAsString()).isEqualTo("hello");
  }

  @Test
  void keepsCallsAndHowTheyEnd() throws Exception {
    standIns.endCalls("+237650000001", "busy");
    String twiml = "Twiml=%3CResponse%3E%3CSay%3EAlerte+%26amp%3B+%3C%2FSay%3E%3C%2FResponse%3E";
    HttpResponse<String> placed =
        post(ACCOUNT + "Calls.json", FORM, "From=%2B1&To=%2B237650000001&" + twiml);
    assertThat(placed.statusCode()).isEqualTo(201);
    String sid = JsonParser.parseString(placed.body()).getAsJsonObject().get("sid").getAsString();
    assertThat(twilio("GET", ACCOUNT + "Calls/" + sid + ".json", FORM, "").body())
        .contains("\"busy\"");
    assertThat(standIns.delivered(Medium.CALL))
        .singleElement()
        .extracting(Delivered::text)
        .isEqualTo("Alerte &");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /2010-04-01/Accounts/AC00/Messages.json, From=%2B1&To=%2B2, 400",
    "POST, /2010-04-01/Accounts/AC00/Faxes.json, x=y, 404",
    "GET, /2010-04-01/Accounts/AC00/Calls/CA0.json, x, 404",
    "POST, /slack/x, hello, 400",
    "POST, /slack/x, {}, 400",
    "POST, /v2/enqueue, {}, 400",
    "POST, /, x, 405",
    "GET, /mail/7, x, 404",
    "GET, /elsewhere, x, 404"
  })
  void refusesWhatTheRealOnesWouldRefuse(String method, String path, String body, int status)
      throws Exception {
    assertThat(twilio(method, path, FORM, body).statusCode()).isEqualTo(status);
    assertThat(standIns.delivered()).isEmpty();
  }

  @Test
  void wantsCredentialsAsTwilioDoes() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(standIns.base().resolve(ACCOUNT + "Messages.json"))
            .POST(HttpRequest.BodyPublishers.ofString("From=1&To=2&Body=3"))
            .build();
    assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void servesOnThePortsThatItIsGiven() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    try (StandIns other = StandIns.start(free, 0)) {
      assertThat(other.page()).isEqualTo(URI.create("http://127.0.0.1:" + free + "/"));
      assertThat(other.slackWebhook().getPort()).isEqualTo(free);
    }
  }

  private static void mail(String subject) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", "127.0.0.1");
    properties.setProperty("mail.smtp.port", Integer.toString(standIns.smtpPort()));
    MimeMessage message = new MimeMessage(Session.getInstance(properties));
    message.setFrom(new InternetAddress("alerts@maayegue.com"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress("ops@maayegue.com"));
    message.setSubject(subject);
    message.setText("text");
    Transport.send(message);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return twilio("GET", path, FORM, "");
  }

  private static HttpResponse<String> post(String path, String type, String body) throws Exception {
    return twilio("POST", path, type, body);
  }

  private static HttpResponse<String> twilio(String method, String path, String type, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(standIns.base().resolve(path))
            .header("Content-Type", type)
            .header("Authorization", "Basic QUMwMDp0")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
