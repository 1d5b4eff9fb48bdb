package com.maayegue.maintenance.benchmarks;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.sampledata.AccountPlan;
import com.maayegue.maintenance.sampledata.SampleAccount;
import com.maayegue.maintenance.sampledata.SampleAccounts;
import com.maayegue.maintenance.sampledata.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** 20,000 accounts of which 8,000 are inactive, 400 of these protected. */
record Accounts(SampleAccounts samples) {
  private static final int COUNT = 20_000;
  private static final int INACTIVE = 8_000;
  private static final long SEED = 237;

  static Accounts at(Instant now) {
    // None that was only refreshed: each would cost a sign-in.
    return new Accounts(new SampleAccounts(new AccountPlan(SEED, now, COUNT, INACTIVE, 0)));
  }

  int count() {
    return COUNT;
  }

  /** How many have to go. */
  int due() {
    return samples.plan().expected().get(Verdict.INACTIVE);
  }

  /** The uids that have to go. */
  List<String> dueUids() {
    return samples.stream()
        .filter(account -> account.verdict() == Verdict.INACTIVE)
        .map(account -> account.auth().uid())
        .toList();
  }

  /** How many are not in the emulator any more, by what should have become of them. */
  Map<String, Long> gone(String authEmulator, String project)
      throws IOException, InterruptedException {
    Set<String> left = left(authEmulator, project);
    Map<String, Long> gone = new TreeMap<>();
    for (Verdict verdict : Verdict.values()) {
      gone.put(name(verdict), 0L);
    }
    samples.stream()
        .filter(account -> !left.contains(account.auth().uid()))
        .map(SampleAccount::verdict)
        .forEach(verdict -> gone.merge(name(verdict), 1L, Long::sum));
    return gone;
  }

  private static String name(Verdict verdict) {
    return switch (verdict) {
      case ACTIVE -> "alive";
      case PROTECTED -> "protected";
      case INACTIVE -> "inactive";
    };
  }

  private static Set<String> left(String authEmulator, String project)
      throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    Set<String> uids = new HashSet<>();
    String token = "";
    do {
      URI page =
          URI.create(
              "http://%s/identitytoolkit.googleapis.com/v1/projects/%s/accounts:batchGet?maxResults=1000&nextPageToken=%s"
                  .formatted(authEmulator, project, token));
      HttpRequest request =
          HttpRequest.newBuilder(page).header("Authorization", "Bearer owner").build();
      JsonObject answer =
          JsonParser.parseString(client.send(request, BodyHandlers.ofString()).body())
              .getAsJsonObject();
      if (answer.has("users")) {
        for (JsonElement user : answer.getAsJsonArray("users")) {
          uids.add(user.getAsJsonObject().get("localId").getAsString());
        }
      }
      token = answer.has("nextPageToken") ? answer.get("nextPageToken").getAsString() : "";
    } while (!token.isEmpty());
    return uids;
  }
}
