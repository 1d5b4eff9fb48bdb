package com.maayegue.maintenance.inactiveusercleanup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionSpec;
import com.maayegue.maintenance.emulators.PubSubEmulator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Accounts are looked at page by page: a heap that holds a few thousand of them is enough for any
 * number. A hundred thousand take well over 100 MB; {@code -Daccounts=1000000} tries a million.
 */
class ManyAccountsIT {
  private static final int ACCOUNTS = Integer.getInteger("accounts", 50_000);

  @Test
  void plansForAllAccountsInASmallHeap(@TempDir Path folder) throws Exception {
    Instant now = Instant.now();
    Instant lately = now.minus(Duration.ofDays(3));
    Town town = Town.empty();
    try (PubSubEmulator pubSub = PubSubEmulator.start(Town.PROJECT, folder);
        AuthCrowd crowd = new AuthCrowd(ACCOUNTS, now.minus(Duration.ofDays(500)), lately)) {
      pubSub.topics().createTopic("maintenance-alerts");
      town.stage(connection -> Town.user(connection, "account-00000000", lately));
      Map<String, String> env = new HashMap<>(town.env);
      env.put("DRY_RUN", "true");
      env.put("FIREBASE_AUTH_EMULATOR_HOST", crowd.hostAndPort());
      env.put("PUBSUB_EMULATOR_HOST", pubSub.hostAndPort());
      FunctionSpec spec = InactiveUserCleanupIT.spec(env, folder.resolve("many.log"));
      FunctionSpec small =
          new FunctionSpec(
              spec.name(),
              spec.jar(),
              spec.target(),
              env,
              List.of(
                  "-Xmx64m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+ExitOnOutOfMemoryError"),
              spec.log());
      try (FunctionProcess function = FunctionProcess.start(small)) {
        assertThat(function.deliver("1", now, "inactive-user-cleanup", "{}").status())
            .isEqualTo(200);
        List<String> lines =
            function.log().lines().filter(line -> line.startsWith("{\"severity\"")).toList();
        JsonObject counts =
            JsonParser.parseString(lines.get(lines.size() - 1))
                .getAsJsonObject()
                .getAsJsonObject("counts");
        assertThat(counts.get("accounts").getAsInt()).isEqualTo(ACCOUNTS);
        // The first one is alive in SQLite only.
        assertThat(counts.get("wouldNotice").getAsInt()).isEqualTo(ACCOUNTS / 5 - 1);
        System.out.println(
            ACCOUNTS + " accounts, peak RSS " + (function.peakRssBytes() >> 20) + " MiB");
      }
    }
  }
}
