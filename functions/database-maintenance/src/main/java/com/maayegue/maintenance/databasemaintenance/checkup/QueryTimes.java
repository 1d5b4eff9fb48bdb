package com.maayegue.maintenance.databasemaintenance.checkup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How long the app's queries take, before and after something was done. */
public final class QueryTimes {
  private final List<Measured> measured;

  private QueryTimes(List<Measured> measured) {
    this.measured = measured;
  }

  /** Nothing measured. */
  public static QueryTimes none() {
    return new QueryTimes(List.of());
  }

  /** Measures for the first time, with arguments out of the database. */
  public static QueryTimes before(Connection connection) throws SQLException {
    List<Measured> measured = new ArrayList<>();
    for (AppQuery query : AppQuery.of(connection)) {
      Optional<List<Object>> values = query.sample(connection);
      if (values.isPresent()) {
        measured.add(new Measured(query, values.get(), query.micros(connection, values.get())));
      }
    }
    return new QueryTimes(measured);
  }

  /** Measures the same queries with the same arguments again. */
  public List<Timing> after(Connection connection) throws SQLException {
    List<Timing> timings = new ArrayList<>();
    for (Measured each : measured) {
      timings.add(
          new Timing(
              each.query().name(),
              each.query().sql(),
              each.query().plan(connection),
              each.micros(),
              each.query().micros(connection, each.values())));
    }
    return timings;
  }

  private record Measured(AppQuery query, List<Object> values, long micros) {}

  /**
   * A query's times, medians in microseconds.
   *
   * @param plan how SQLite goes about it now
   */
  public record Timing(
      String query, String sql, List<String> plan, long microsBefore, long microsAfter) {}
}
