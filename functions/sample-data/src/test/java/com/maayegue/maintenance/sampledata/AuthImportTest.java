package com.maayegue.maintenance.sampledata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.sampledata.Loopback.Answer;
import com.maayegue.maintenance.sampledata.Loopback.Request;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthImportTest {
  private static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");

  private final SampleAccounts accounts = new SampleAccounts(AccountPlan.of(5, NOW, 2_500));

  @Test
  void sendsEveryAccountInBatchesOfAThousandAtMost() throws Exception {
    try (Loopback emulator = new Loopback(AuthImportTest::accept)) {
      assertThat(write(emulator)).isEqualTo(2_500);

      List<Request> batches = emulator.requests("accounts:batchCreate");
      assertThat(batches.stream().map(batch -> batch.body().getAsJsonArray("users").size()))
          .containsExactly(1_000, 1_000, 500);
      assertThat(batches)
          .allSatisfy(
              batch -> {
                assertThat(batch.authorization()).isEqualTo("Bearer owner");
                assertThat(batch.path())
                    .isEqualTo(
                        "/identitytoolkit.googleapis.com/v1/projects/demo-x/accounts:batchCreate");
              });
    }
  }

  @Test
  void writesEachAccountAsAuthKeepsIt() throws Exception {
    try (Loopback emulator = new Loopback(AuthImportTest::accept)) {
      write(emulator);
      Map<String, JsonObject> sent = sent(emulator);

      assertThat(accounts.stream())
          .allSatisfy(account -> assertSame(account.auth(), sent.get(account.auth().uid())));
      assertThat(sent).hasSize(2_500);
    }
  }

  private static void assertSame(AuthAccount account, JsonObject user) {
    assertThat(text(user, "displayName")).isEqualTo(account.displayName());
    assertThat(text(user, "email")).isEqualTo(account.email().orElse(null));
    assertThat(text(user, "phoneNumber")).isEqualTo(account.phoneNumber().orElse(null));
    assertThat(text(user, "customAttributes")).isEqualTo(account.customAttributes().orElse(null));
    assertThat(user.get("disabled").getAsBoolean()).isEqualTo(account.disabled());
    assertThat(text(user, "createdAt")).isEqualTo("" + account.createdAt().toEpochMilli());
    assertThat(text(user, "lastLoginAt"))
        .isEqualTo(account.lastSignIn().map(in -> "" + in.toEpochMilli()).orElse(null));
    assertThat(user.has("passwordHash") || user.has("rawPassword"))
        .isEqualTo(account.provider().equals("password"));
    assertThat(user.has("providerUserInfo")).isEqualTo(account.provider().equals("google.com"));
  }

  @Test
  void signsInWhoRefreshedATokenAndGivesTheOldDatesBack() throws Exception {
    try (Loopback emulator = new Loopback(AuthImportTest::accept)) {
      write(emulator);

      List<AuthAccount> refreshed =
          accounts.stream()
              .map(SampleAccount::auth)
              .filter(account -> account.lastRefresh().isPresent())
              .toList();
      assertThat(refreshed).hasSize(30);
      assertThat(emulator.requests("accounts:signInWithPassword"))
          .extracting(request -> text(request.body(), "email"))
          .containsExactlyInAnyOrderElementsOf(
              refreshed.stream().map(account -> account.email().orElseThrow()).toList());
      assertThat(emulator.requests("accounts:update"))
          .extracting(
              request -> text(request.body(), "localId") + text(request.body(), "lastLoginAt"))
          .containsExactlyInAnyOrderElementsOf(
              refreshed.stream()
                  .map(one -> one.uid() + one.lastSignIn().orElseThrow().toEpochMilli())
                  .toList());
      JsonObject sent = sent(emulator).get(refreshed.get(0).uid());
      assertThat(text(sent, "rawPassword")).isEqualTo(AuthImport.PASSWORD);
    }
  }

  @Test
  void namesTheAccountThatTheEmulatorRefuses() throws Exception {
    String refusal = "{\"error\":[{\"index\":3,\"message\":\"email is invalid\"}]}";
    try (Loopback emulator = new Loopback(request -> new Answer(200, refusal))) {
      assertThatThrownBy(() -> write(emulator))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("1 of 1000", accounts.uid(3), "email is invalid");
    }
  }

  @Test
  void quotesAnAnswerThatIsNoSuccess() throws Exception {
    try (Loopback emulator = new Loopback(request -> new Answer(503, "starting"))) {
      assertThatThrownBy(() -> write(emulator))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("accounts:batchCreate answered 503: starting");
    }
    try (Loopback emulator = new Loopback(request -> new Answer(200, "<html>"))) {
      assertThatThrownBy(() -> write(emulator))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("answered no JSON object");
    }
  }

  @Test
  void failsWhenASignInDoes() throws Exception {
    try (Loopback emulator = new Loopback(AuthImportTest::acceptNoSignIn)) {
      assertThatThrownBy(() -> write(emulator))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("INVALID_PASSWORD");
    }
  }

  private static Answer accept(Request request) {
    assertThat(request.body().size()).isPositive();
    return new Answer(200, "{\"error\":[]}");
  }

  private static Answer acceptNoSignIn(Request request) {
    return request.path().endsWith("signInWithPassword")
        ? new Answer(400, "INVALID_PASSWORD")
        : accept(request);
  }

  private int write(Loopback emulator) throws IOException, InterruptedException {
    return new AuthImport(emulator.hostAndPort(), "demo-x").write(accounts.stream().iterator());
  }

  private static Map<String, JsonObject> sent(Loopback emulator) {
    Map<String, JsonObject> sent = new HashMap<>();
    for (Request batch : emulator.requests("accounts:batchCreate")) {
      for (JsonElement user : batch.body().getAsJsonArray("users")) {
        sent.put(text(user.getAsJsonObject(), "localId"), user.getAsJsonObject());
      }
    }
    return sent;
  }

  private static String text(JsonObject object, String name) {
    return object.has(name) ? object.get(name).getAsString() : null;
  }
}
