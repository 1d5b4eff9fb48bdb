package com.maayegue.maintenance.weeklyreport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole reports, in both languages, as they were looked at. */
class ReportGoldenTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/com/maayegue/maintenance/weeklyreport");
  private static final String REGENERATE =
      "mvn test -pl functions/weekly-report -am -Dtest=ReportGoldenTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.write=true";

  private static Report report;

  @BeforeAll
  static void read() throws Exception {
    report = SampleReport.read();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fr", "en"})
  void readsAsInTheGoldenFiles(String language) throws IOException {
    ReportPages pages = new ReportPages(new Words(language, SampleWeeks.DOUALA));
    same("report-" + language + ".html", pages.html(report));
    same("report-" + language + ".txt", pages.text(report, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fr", "en"})
  void readsAsInTheGoldenFilesWhenItIsARepeatWithoutADatabase(String language) throws Exception {
    ReportPages pages = new ReportPages(new Words(language, SampleWeeks.DOUALA));
    Report poor = SampleReport.withoutDatabase();
    same("repeat-" + language + ".txt", pages.text(poor, true));
    same("slack-" + language + ".txt", pages.slack(report, false, "https://example.com/r.html"));
  }

  @Test
  void isTheSameAfterItWasStored() throws IOException {
    String json = ReportJson.of(report);
    assertThat(ReportJson.parse(json)).contains(report);
    same("report.json", json);
  }

  private static void same(String name, String text) throws IOException {
    Path golden = GOLDEN.resolve(name);
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, text);
    }
    assertThat(text)
        .as("%s differs. If that is meant, write it anew by:%n%s", golden, REGENERATE)
        .isEqualTo(Files.exists(golden) ? Files.readString(golden) : "");
  }
}
