package com.maayegue.maintenance.weeklyreport;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A week's report, as its JSON holds it; docs/functions/weekly-report.md explains each field.
 *
 * @param schema of the JSON
 * @param week such as {@code 2025-W41}
 * @param from the Monday
 * @param to the Sunday
 * @param edition 1, and more for each that replaces the one before
 * @param createdAt when the figures were read
 */
record Report(
    int schema,
    String week,
    String from,
    String to,
    String timeZone,
    String app,
    int edition,
    String createdAt,
    List<Source> sources,
    List<Section> sections) {
  static final int SCHEMA = 1;

  Report {
    sources = sources == null ? List.of() : List.copyOf(sources);
    sections = sections == null ? List.of() : List.copyOf(sections);
  }

  /**
   * Where figures come from.
   *
   * @param id which one
   * @param state {@code good}, {@code old}, {@code absent} or {@code damaged}
   * @param at of the newest that it holds; null if there is none
   * @param note what is wrong; null if nothing is
   */
  record Source(String id, String state, String at, Section.Note note) {}

  Optional<Section> section(String id) {
    return sections.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /** A figure of revenue in the currency in which money is taken in most weeks. */
  Optional<Figure> inMainCurrency(String id) {
    List<Figure> revenue = section("revenue").map(Section::figures).orElse(List.of());
    Optional<List<String>> main =
        revenue.stream()
            .filter(each -> each.id().equals("revenue.paid"))
            .max(
                Comparator.comparingLong(Report::weeksWithSome)
                    .thenComparing(each -> each.args().get(0)))
            .map(Figure::args);
    return revenue.stream()
        .filter(each -> each.id().equals(id) && Optional.of(each.args()).equals(main))
        .findFirst();
  }

  private static long weeksWithSome(Figure figure) {
    return figure.weeks().stream().filter(each -> each != null && each > 0).count();
  }

  Optional<Figure> figure(String id) {
    return sections.stream()
        .flatMap(each -> each.figures().stream())
        .filter(each -> each.id().equals(id))
        .findFirst();
  }
}
