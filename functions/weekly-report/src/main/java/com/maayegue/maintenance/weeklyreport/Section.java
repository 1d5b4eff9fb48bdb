package com.maayegue.maintenance.weeklyreport;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the report.
 *
 * @param id its name in the JSON; its heading has the same
 * @param leftOut why it has no figures; null if it has
 * @param notes what to know of the figures
 */
record Section(
    String id, Note leftOut, List<Figure> figures, List<Table> tables, List<Note> notes) {
  Section {
    figures = figures == null ? List.of() : List.copyOf(figures);
    tables = tables == null ? List.of() : List.copyOf(tables);
    notes = notes == null ? List.of() : List.copyOf(notes);
  }

  /** A section without figures, as they could only be wrong. */
  static Section leftOut(String id, Note why) {
    return new Section(id, why, List.of(), List.of(), List.of());
  }

  /** The same with a note more. */
  Section noted(List<Note> more) {
    List<Note> all = new ArrayList<>(notes);
    all.addAll(more);
    return new Section(id, leftOut, figures, tables, all);
  }

  /**
   * A sentence.
   *
   * @param code which one
   * @param args what it has places for
   */
  record Note(String code, List<String> args) {
    Note {
      args = args == null ? List.of() : List.copyOf(args);
    }

    static Note of(String code, String... args) {
      return new Note(code, List.of(args));
    }
  }

  /**
   * Rows with one cell for each column.
   *
   * @param id its heading
   * @param columns their headings
   */
  record Table(String id, List<String> columns, List<List<Cell>> rows) {}

  /**
   * What one cell shows: a text, a word that has a translation, or a number.
   *
   * @param text in French, or in no language
   * @param textEn in English, if that is another
   * @param code of a word or sentence
   * @param number in {@code unit}
   * @param to the upper end of a range that begins with {@code number}; null for one number
   * @param unit as in {@link Figure}, or {@code time} for seconds since the epoch
   */
  record Cell(String text, String textEn, String code, Double number, Double to, String unit) {
    static final String TIME = "time";

    static Cell text(String text) {
      return new Cell(text, null, null, null, null, null);
    }

    static Cell bilingual(String french, String english) {
      return new Cell(french, english, null, null, null, null);
    }

    static Cell word(String code) {
      return new Cell(null, null, code, null, null, null);
    }

    static Cell number(double number, String unit) {
      return new Cell(null, null, null, number, null, unit);
    }

    static Cell range(double low, double high, String unit) {
      return new Cell(null, null, null, low, high, unit);
    }

    static Cell count(long number) {
      return number(number, Figure.COUNT_UNIT);
    }

    static Cell number(long number, String unit) {
      return number((double) number, unit);
    }

    static Cell time(Instant moment) {
      return number((double) moment.getEpochSecond(), TIME);
    }

    static Cell none() {
      return word("none");
    }
  }
}
