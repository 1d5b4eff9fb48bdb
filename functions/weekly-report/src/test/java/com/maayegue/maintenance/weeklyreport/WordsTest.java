package com.maayegue.maintenance.weeklyreport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  private static final Pattern PLACE = Pattern.compile("\\{\\d}");

  @Test
  void hasTheSameSentencesWithTheSamePlacesInBothLanguages() throws Exception {
    Properties french = read("fr");
    Properties english = read("en");
    assertThat(french.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    for (String code : french.stringPropertyNames()) {
      assertThat(places(french.getProperty(code)))
          .as(code)
          .isEqualTo(places(english.getProperty(code)));
    }
  }

  @Test
  void hasASentenceForEverythingThatAReportShows() throws Exception {
    Set<String> known = read("fr").stringPropertyNames();
    List<String> codes = new ArrayList<>();
    for (Report report : List.of(SampleReport.read(), SampleReport.withoutDatabase())) {
      for (Section section : report.sections()) {
        codes.add("section." + section.id());
        section.figures().forEach(each -> codes.add(each.id()));
        section.notes().forEach(each -> codes.add(each.code()));
        for (Section.Table table : section.tables()) {
          codes.add(table.id());
          codes.addAll(table.columns());
          table
              .rows()
              .forEach(
                  row ->
                      row.stream()
                          .filter(each -> each.code() != null)
                          .forEach(each -> codes.add(each.code())));
        }
      }
    }
    assertThat(codes).hasSizeGreaterThan(100).allSatisfy(code -> assertThat(known).contains(code));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1234567 | count   | 1 234 567      | 1,234,567",
        "12500.4 | XAF     | 12 500 XAF     | 12,500 XAF",
        "-2500   | XAF     | −2 500 XAF     | −2,500 XAF",
        "12.345  | EUR     | 12,35 EUR      | 12.35 EUR",
        "66.666  | percent | 66,7 %         | 66.7%",
        "3725    | seconds | 1 h 02         | 1 h 02",
        "45      | seconds | 45 s           | 45 s",
        "600     | seconds | 10 min         | 10 min",
        "45000000 | bytes  | 45,0 Mo        | 45.0 MB",
        "86      | ms      | 86 ms          | 86 ms",
        "71.25   | score   | 71,3 / 100     | 71.3 / 100",
        "3.5     | count   | 3,5            | 3.5",
        "5       | ZZZ     | 5,00 ZZZ       | 5.00 ZZZ"
      })
  void writesNumbersAsPeopleDo(double value, String unit, String french, String english) {
    assertThat(plain(new Numbers(true).of(value, unit))).isEqualTo(french);
    assertThat(plain(new Numbers(false).of(value, unit))).isEqualTo(english);
  }

  @Test
  void comparesWithTheWeekBefore() {
    Numbers numbers = new Numbers(true);
    double[] weeks = {0, 0, 0, 0, 0, 0, 0, 50, 75};
    assertThat(plain(numbers.change(Figure.of("a", "count", weeks)))).isEqualTo("+50 %");
    assertThat(plain(numbers.change(Figure.of("a", "percent", weeks)))).isEqualTo("+25,0 pt");
    weeks[7] = 0;
    assertThat(numbers.change(Figure.of("a", "count", weeks))).isEmpty();
    weeks[7] = Double.NaN;
    assertThat(numbers.change(Figure.of("a", "count", weeks))).isEmpty();
    assertThat(numbers.of(null, "count")).isEqualTo("—");
  }

  private static String plain(String text) {
    return text.replace('\u00a0', ' ').replace('\u202f', ' ');
  }

  private static Set<String> places(String text) {
    Set<String> places = new TreeSet<>();
    PLACE.matcher(text).results().forEach(each -> places.add(each.group()));
    return places;
  }

  private static Properties read(String language) throws Exception {
    Properties properties = new Properties();
    try (InputStream in = Words.class.getResourceAsStream("words_" + language + ".properties")) {
      properties.load(new InputStreamReader(in, UTF_8));
    }
    return properties;
  }
}
