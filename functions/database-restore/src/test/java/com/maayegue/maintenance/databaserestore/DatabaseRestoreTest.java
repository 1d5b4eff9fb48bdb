package com.maayegue.maintenance.databaserestore;

import static com.maayegue.maintenance.databaserestore.Site.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.databasebackups.Backup;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Restores on a real Storage server and a real Firestore. */
class DatabaseRestoreTest {
  private static final String LIVE = "live/maa_yegue_app.db";
  private Site site;

  @BeforeEach
  void clear() throws Exception {
    site = Site.empty();
  }

  @Test
  void restoresWhatIsAbsent() throws Exception {
    site.backUp();
    byte[] expected = site.live();
    site.storage.delete(BlobId.of(Site.BUCKET, LIVE));
    JsonObject report = site.restore(body("full", ""));
    assertThat(report.get("changed").getAsBoolean()).isTrue();
    assertThat(site.live()).isEqualTo(expected);
    assertThat(site.names("quarantine/")).isEmpty();
  }

  @Test
  void leavesAloneWhatIsAsItShouldBeWhenAskedAgain() throws Exception {
    site.backUp();
    site.editLive("DELETE FROM payments");
    site.deleted("fb-03", Site.NOW);
    site.restore(body("full", ""));
    long generation = site.generation();
    assertThat(site.restore(body("full", "")).get("changed").getAsBoolean()).isFalse();
    assertThat(site.generation()).isEqualTo(generation);
    assertThat(site.names("quarantine/")).hasSize(2);
  }

  @Test
  void keepsAccountsDeletedThatWereDeletedSinceTheBackup() throws Exception {
    String uid = firstUid(Site.fixture("healthy", ""));
    site.backUp();
    site.deleted(uid, Site.NOW.minusSeconds(60));
    site.deleted("nobody", Site.NOW);
    for (String request : List.of(body("full", ""), body("tables", ",\"tables\":[\"users\"]"))) {
      site.editLive("UPDATE users SET display_name = 'x'");
      JsonObject report = site.restore(request);
      assertThat(report.get("accountsDisabledAgain").getAsLong()).isEqualTo(1);
      assertThat(site.query(site.live(), "SELECT firebase_uid FROM users WHERE is_active = 0"))
          .containsExactly(uid);
      assertThat(
              site.query(
                  site.live(),
                  "SELECT count(*) FROM admin_logs WHERE details LIKE '%database-restore%'"))
          .containsExactly("1");
      assertThat(site.restore(request).get("changed").getAsBoolean()).isFalse();
    }
  }

  @Test
  void doesNotDisableAgainWhoWasDeletedLongBeforeTheBackup() throws Exception {
    String uid = firstUid(Site.fixture("healthy", ""));
    site.backUp();
    site.deleted(uid, Site.NOW.minusSeconds(86_400L * 30));
    site.editLive("DELETE FROM payments");
    assertThat(site.restore(body("full", "")).get("accountsDisabledAgain").getAsLong()).isZero();
  }

  private String firstUid(byte[] database) throws Exception {
    return site.query(database, "SELECT firebase_uid FROM users WHERE is_active = 1 LIMIT 1")
        .get(0);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void changesNothingInADryRun(String request) throws Exception {
    site.backUp();
    site.stage(
        damagedIn(request)
            ? Site.fixture("damaged-table-page", "")
            : site.edited(site.live(), "DELETE FROM payments"));
    List<String> names = site.names("");
    long generation = site.generation();
    JsonObject report = site.restore(request, true, site.storage);
    assertThat(report.get("changed").getAsBoolean()).isTrue();
    assertThat(report.has("liveGeneration")).isFalse();
    assertThat(site.names("")).isEqualTo(names);
    assertThat(site.generation()).isEqualTo(generation);
  }

  static List<String> modes() {
    return List.of(
        body("full", ""), body("tables", ",\"tables\":[\"payments\"]"), body("salvage", ""));
  }

  private static boolean damagedIn(String request) {
    return request.contains("salvage");
  }

  @Test
  void refusesEveryFlippedBitOfAStoredBackup() throws Exception {
    Backup backup = site.backUp();
    BlobId id = BlobId.of(Site.BUCKET, backup.object());
    byte[] whole = site.storage.readAllBytes(id);
    byte[] manifest = site.storage.readAllBytes(BlobId.of(Site.BUCKET, backup.manifestObject()));
    site.editLive("DELETE FROM payments");
    long generation = site.generation();
    Random random = new Random(1);
    int flips = Integer.getInteger("restore.flips", 100);
    for (int i = 0; i < flips; i++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      site.put(backup.object(), flipped);
      assertThatThrownBy(() -> site.restore(body("full", "")))
          .as("no proven backup is left")
          .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(404));
      assertThatThrownBy(
              () -> site.restore(body("full", ",\"backup\":\"" + backup.object() + "\"")))
          .as("asked for by name")
          .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(422));
    }
    assertThat(site.generation()).isEqualTo(generation);
    site.storage.delete(id);
    assertThatThrownBy(() -> site.restore(body("full", ",\"backup\":\"" + backup.object() + "\"")))
        .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(404));
    site.put(backup.object(), whole);
    site.storage.delete(BlobId.of(Site.BUCKET, backup.manifestObject()));
    assertThatThrownBy(() -> site.restore(body("full", "")))
        .isInstanceOfSatisfying(
            Refusal.class,
            r -> assertThat(r.json().toString()).contains("an object without its manifest"));
    assertThat(manifest).isNotEmpty();
  }

  @Test
  void startsAgainFromWhatSomebodyElseLeft() throws Exception {
    site.backUp();
    site.editLive("DELETE FROM payments");
    byte[] others = site.edited(site.live(), "UPDATE users SET display_name = 'theirs'");
    int[] uploads = new int[1];
    JsonObject report =
        site.restore(
            body("tables", ",\"tables\":[\"payments\"]"),
            false,
            Interfering.before(
                "createFrom",
                site.storage,
                () -> {
                  if (uploads[0]++ == 0) {
                    site.stage(others);
                  }
                }));
    assertThat(report.get("changed").getAsBoolean()).isTrue();
    assertThat(site.query(site.live(), "SELECT DISTINCT display_name FROM users"))
        .containsExactly("theirs");
    assertThat(site.query(site.live(), "SELECT count(*) FROM payments")).containsExactly("12");
  }

  @Test
  void givesUpWhenOthersNeverStop() throws Exception {
    site.backUp();
    site.editLive("DELETE FROM payments");
    byte[] others = site.live();
    assertThatThrownBy(
            () ->
                site.restore(
                    body("full", ""),
                    false,
                    Interfering.before("createFrom", site.storage, () -> site.stage(others))))
        .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(409));
    assertThat(site.live()).isEqualTo(others);
  }

  @Test
  void reportsWhereEachTableOfASalvageCameFrom() throws Exception {
    site.backUp();
    site.editLive(
        "INSERT INTO payments (payment_id, user_id, amount, created_at, updated_at)"
            + " SELECT 'new', user_id, 5, 1, 1 FROM users LIMIT 1");
    byte[] damaged = site.live();
    byte[] fixture = Site.fixture("damaged-table-page", "");
    byte[] healthy = Site.fixture("healthy", "");
    for (int i = 0; i < healthy.length; i++) {
      if (healthy[i] != fixture[i]) {
        damaged[i] = fixture[i];
      }
    }
    site.stage(damaged);
    JsonObject report = site.restore(body("salvage", ""));
    JsonObject progress = table(report, "user_progress");
    assertThat(progress.get("damaged").getAsBoolean()).isTrue();
    assertThat(progress.get("fromLive").getAsLong()).isPositive();
    assertThat(progress.get("fromBackup").getAsLong()).isPositive();
    assertThat(progress.get("lost").getAsLong()).isZero();
    assertThat(site.query(site.live(), "SELECT payment_id FROM payments WHERE payment_id = 'new'"))
        .containsExactly("new");
    assertThat(site.query(site.live(), "SELECT count(*) FROM user_progress"))
        .containsExactly("120");
  }

  @Test
  void salvagesWithoutAnyBackup() throws Exception {
    site.stage(Site.fixture("damaged-table-page", ""));
    JsonObject report = site.restore(body("salvage", ""));
    JsonObject progress = table(report, "user_progress");
    assertThat(progress.get("lost").getAsLong())
        .isEqualTo(
            120
                - progress.get("fromLive").getAsLong()
                - progress.get("fromDamagedPages").getAsLong())
        .isPositive();
  }

  private static JsonObject table(JsonObject report, String name) {
    for (JsonElement each : report.getAsJsonArray("tables")) {
      if (each.getAsJsonObject().get("table").getAsString().equals(name)) {
        return each.getAsJsonObject();
      }
    }
    throw new AssertionError(name + " is not in " + report);
  }

  @Test
  void listsBackupsWithTheirProofAndOddities() throws Exception {
    Backup backup = site.backUp();
    site.put("backups/maa_yegue_app/notes.txt", new byte[0]);
    BackupList list =
        new BackupList(site.storage, Site.BUCKET, java.time.ZoneId.of("Africa/Douala"));
    JsonObject json =
        list.json(List.of(Site.DATABASE), Site.NOW)
            .getAsJsonArray("databases")
            .get(0)
            .getAsJsonObject();
    JsonObject first = json.getAsJsonArray("backups").get(0).getAsJsonObject();
    assertThat(first.get("object").getAsString()).isEqualTo(backup.object());
    assertThat(first.get("ageHours").getAsLong()).isEqualTo(24);
    assertThat(first.get("takenAtLocal").getAsString()).isEqualTo("2026-03-01 02:00");
    assertThat(first.get("proven").getAsBoolean()).isTrue();
    assertThat(first.get("dbVersion").getAsString()).isEqualTo("2");
    assertThat(json.getAsJsonArray("oddities").toString()).contains("not the name of a backup");
    assertThat(list.text(List.of(Site.DATABASE), Site.NOW)).contains("24 h").contains("oui · yes");
  }

  @Test
  void keepsTheBytesOfTheBackup() throws Exception {
    Backup backup = site.backUp();
    byte[] expected = site.live();
    site.stage(Arrays.copyOf(expected, 3_000));
    site.restore(body("full", ",\"backup\":\"" + backup.manifest().takenAt() + "\""));
    assertThat(new ByteArrayInputStream(site.live())).hasBinaryContent(expected);
    Blob live = site.storage.get(BlobId.of(Site.BUCKET, LIVE));
    assertThat(live.getContentType()).isEqualTo("application/vnd.sqlite3");
  }
}
