package com.maayegue.maintenance.databaserestore;

import static com.maayegue.maintenance.databaserestore.Site.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.storage.Storage;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A restore that ends before any one call to Storage, and is asked for again. */
class InterruptedRestoreTest {
  private static final String LIVE = "live/maa_yegue_app.db";

  static List<String> requests() {
    return List.of(
        "full wal-mode-with-uncheckpointed-wal",
        "tables text-in-integer-columns",
        "salvage damaged-table-page",
        "salvage wal-mode-with-uncheckpointed-wal");
  }

  @ParameterizedTest
  @MethodSource("requests")
  void endsAsAnUndisturbedOne(String what) throws Exception {
    Interfering.Death none = new Interfering.Death(Integer.MAX_VALUE);
    List<String> expected = run(what, none);
    assertThat(none.calls()).isGreaterThan(6);
    for (int call = 1; call <= none.calls(); call++) {
      List<String> found = run(what, new Interfering.Death(call));
      assertThat(found).as("%s, ended before call %d", what, call).isEqualTo(expected);
    }
  }

  private static List<String> run(String what, Interfering.Death death) throws Exception {
    Site site = Site.empty();
    site.backUp();
    site.deleted("uid-04", Site.NOW);
    String mode = what.substring(0, what.indexOf(' '));
    String fixture = what.substring(mode.length() + 1);
    site.stage(Site.fixture(fixture, ""));
    if (fixture.startsWith("wal-mode-with")) {
      site.put(LIVE + "-wal", Site.fixture(fixture, "-wal"));
    }
    String request =
        body(mode, mode.equals("tables") ? ",\"tables\":[\"users\",\"payments\"]" : "");
    Storage dying = Interfering.dying(site.storage, death);
    try {
      site.restore(request, false, dying);
    } catch (Interfering.Killed killed) {
      site.restore(request);
    }
    return state(site);
  }

  private static List<String> state(Site site) throws Exception {
    List<String> state = site.dump(site.live());
    for (String name : site.names("")) {
      state.add(name.replaceAll("-[0-9]{9,}", "-G"));
    }
    return state;
  }
}
