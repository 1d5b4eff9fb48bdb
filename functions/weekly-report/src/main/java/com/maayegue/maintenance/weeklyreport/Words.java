package com.maayegue.maintenance.weeklyreport;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.maayegue.maintenance.weeklyreport.Section.Cell;
import com.maayegue.maintenance.weeklyreport.Section.Note;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;

/** Sentences, dates and cells in one language. Safe for several threads. */
final class Words {
  private static final Pattern DAY =
      Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])");
  private static final String OWN_NAME = "costs.metric.";

  private final boolean french;
  private final ZoneId zone;
  private final Properties texts;
  private final Numbers numbers;
  private final DateTimeFormatter date;
  private final DateTimeFormatter time;

  /**
   * In a language.
   *
   * @param language {@code fr} or {@code en}
   * @param zone that times are shown in
   */
  Words(String language, ZoneId zone) {
    this.french = language.equals("fr");
    this.zone = zone;
    this.texts = read("words_" + language + ".properties");
    this.numbers = new Numbers(french);
    Locale locale = french ? Locale.FRENCH : Locale.ENGLISH;
    this.date = DateTimeFormatter.ofPattern("d MMMM uuuu", locale);
    this.time =
        DateTimeFormatter.ofPattern(
            french ? "d MMMM uuuu 'à' HH:mm" : "d MMMM uuuu, HH:mm", locale);
  }

  private static Properties read(String name) {
    Properties properties = new Properties();
    try (InputStream in = Words.class.getResourceAsStream(name)) {
      properties.load(new InputStreamReader(in, UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return properties;
  }

  String language() {
    return french ? "fr" : "en";
  }

  Numbers numbers() {
    return numbers;
  }

  /** A sentence; one that there is none for is its own name. */
  String text(String code, List<String> args) {
    String text = texts.getProperty(code);
    if (text == null) {
      return code.startsWith(OWN_NAME) ? code.substring(OWN_NAME.length()) : code;
    }
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      text = text.replace("{" + i + "}", DAY.matcher(arg).matches() ? date(arg) : arg);
    }
    return text;
  }

  String text(String code, String... args) {
    return text(code, List.of(args));
  }

  String note(Note note) {
    return text(note.code(), note.args());
  }

  String label(Figure figure) {
    return text(figure.id(), figure.args());
  }

  /** A day as people write it; a text that only looks like one stays as it is. */
  String date(String day) {
    try {
      return date.format(LocalDate.parse(day));
    } catch (DateTimeException noSuchDay) {
      return day;
    }
  }

  String time(Instant moment) {
    return time.format(moment.atZone(zone));
  }

  String cell(Cell cell) {
    if (cell.code() != null) {
      return text(cell.code());
    }
    if (cell.number() == null) {
      String text = !french && cell.textEn() != null ? cell.textEn() : cell.text();
      return DAY.matcher(text).matches() ? date(text) : text;
    }
    if (Cell.TIME.equals(cell.unit())) {
      return time(Instant.ofEpochSecond(cell.number().longValue()));
    }
    String first = numbers.of(cell.number(), cell.unit());
    return cell.to() == null ? first : first + " – " + numbers.of(cell.to(), cell.unit());
  }

  /** Whether a cell is one number, which is set to the right. */
  static boolean isNumber(Cell cell) {
    return cell.number() != null && cell.to() == null && !Cell.TIME.equals(cell.unit());
  }
}
