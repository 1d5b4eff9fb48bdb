package com.maayegue.maintenance.costmonitor;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import com.maayegue.maintenance.stagedsqlite.StagedDatabase;
import com.maayegue.maintenance.stagedsqlite.UnusableDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Sizes of the staged databases and their backups, and what the databases hold. Reads only. What
 * cannot be read of one database makes the metric unknown: the largest of the others would be a
 * wrong number.
 */
final class StagedFigures {
  /** What is read here, and forecast from our own snapshots. */
  static final Set<CostMetric> METRICS =
      EnumSet.of(
          CostMetric.DATABASE_BYTES,
          CostMetric.BACKUP_BYTES,
          CostMetric.USER_PROGRESS_ROWS,
          CostMetric.ACTIVE_USERS);

  private final CostSettings settings;
  private final Storage storage;

  StagedFigures(CostSettings settings, Storage storage) {
    this.settings = settings;
    this.storage = storage;
  }

  /** One number of one database. */
  private record Figure(String database, double value) {}

  /**
   * All of them, as of {@code at}.
   *
   * @param timeIsOver whether nothing new may begin
   */
  Map<CostMetric, Reading> read(Instant at, BooleanSupplier timeIsOver) throws IOException {
    try {
      return readAll(at, timeIsOver);
    } catch (StorageException away) {
      Reading unknown =
          new Reading.Unknown(
              "Cloud Storage n'a pas répondu (" + away.getCode() + ")",
              "Cloud Storage gave no answer (" + away.getCode() + ")",
              true);
      Map<CostMetric, Reading> readings = new EnumMap<>(CostMetric.class);
      METRICS.forEach(metric -> readings.put(metric, unknown));
      return readings;
    }
  }

  private Map<CostMetric, Reading> readAll(Instant at, BooleanSupplier timeIsOver)
      throws IOException {
    Largest sizes = new Largest(CostMetric.DATABASE_BYTES);
    Largest rows = new Largest(CostMetric.USER_PROGRESS_ROWS);
    Largest users = new Largest(CostMetric.ACTIVE_USERS);
    for (String database : settings.staging().databases()) {
      sizes.add(database, () -> size(database));
      if (timeIsOver.getAsBoolean()) {
        rows.problems.add(database + ": not read, time was over");
        users.problems.add(database + ": not read, time was over");
        continue;
      }
      try (StagedDatabase staged =
          new StagedDatabase(storage, settings.staging().bucket(), database)) {
        staged.download();
        try (Connection connection = staged.open()) {
          rows.add(database, () -> progressRows(connection));
          users.add(database, () -> activeUsers(connection, at));
        }
      } catch (UnusableDatabase | SQLException unusable) {
        rows.fail(database, unusable);
        users.fail(database, unusable);
      }
    }
    Map<CostMetric, Reading> readings = new EnumMap<>(CostMetric.class);
    for (Largest each : List.of(sizes, rows, users)) {
      readings.put(each.metric, each.reading(at, day(at)));
    }
    readings.put(CostMetric.BACKUP_BYTES, backups(at));
    return readings;
  }

  private LocalDate day(Instant at) {
    return at.atZone(settings.common().timeZone()).toLocalDate();
  }

  private double size(String database) {
    return StagedDatabase.live(storage, settings.staging().bucket(), database).getSize();
  }

  private Reading backups(Instant at) {
    double bytes = 0;
    for (Blob blob :
        storage
            .list(
                settings.staging().bucket(),
                Storage.BlobListOption.prefix("backups/"),
                Storage.BlobListOption.fields(Storage.BlobField.SIZE))
            .iterateAll()) {
      bytes += blob.getSize();
    }
    return Reading.Known.now(bytes, "bytes", at, day(at), "");
  }

  private static double progressRows(Connection connection) throws SQLException {
    if (!DatabaseSchema.hasTable(connection, "user_progress")) {
      throw new MissingTable("user_progress");
    }
    return number(connection, "SELECT count(*) FROM user_progress");
  }

  /** Users who signed in or learned lately. Who stays signed in has an old sign-in. */
  private double activeUsers(Connection connection, Instant at) throws SQLException {
    if (!DatabaseSchema.columns(connection, "users").containsAll(Set.of("user_id", "last_login"))) {
      throw new MissingTable("users");
    }
    String learned =
        DatabaseSchema.columns(connection, "user_progress")
                .containsAll(Set.of("user_id", "updated_at"))
            ? " OR user_id IN (SELECT user_id FROM user_progress"
                + " WHERE typeof(updated_at) = 'integer' AND updated_at BETWEEN ?1 AND ?2)"
            : "";
    String sql =
        "SELECT count(*) FROM users WHERE"
            + " (typeof(last_login) = 'integer' AND last_login BETWEEN ?1 AND ?2)"
            + learned;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setLong(1, at.minus(settings.activeWithin()).toEpochMilli());
      query.setLong(2, at.toEpochMilli());
      try (ResultSet rows = query.executeQuery()) {
        return rows.getLong(1);
      }
    }
  }

  private static double number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.getLong(1);
    }
  }

  /** A database that has nothing to count, such as a dictionary. */
  private static final class MissingTable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingTable(String table) {
      super(table);
    }
  }

  /** How a figure is found. */
  @FunctionalInterface
  private interface Finder {
    double find() throws SQLException;
  }

  /** The largest of the databases' figures. */
  private static final class Largest {
    private final CostMetric metric;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> without = new ArrayList<>();

    Largest(CostMetric metric) {
      this.metric = metric;
    }

    void add(String database, Finder finder) {
      try {
        figures.add(new Figure(database, finder.find()));
      } catch (MissingTable missing) {
        without.add(database + ": " + missing.getMessage());
      } catch (UnusableDatabase | SQLException unusable) {
        fail(database, unusable);
      }
    }

    void fail(String database, Exception unusable) {
      problems.add(database + ": " + unusable.getMessage());
    }

    Reading reading(Instant at, LocalDate day) {
      if (!problems.isEmpty()) {
        String text = String.join("; ", problems);
        return new Reading.Unknown("base inutilisable, " + text, "unusable database, " + text);
      }
      if (figures.isEmpty()) {
        String text = String.join("; ", without);
        return new Reading.Unknown("table absente, " + text, "missing table, " + text);
      }
      Figure largest = figures.get(0);
      for (Figure each : figures) {
        largest = each.value() > largest.value() ? each : largest;
      }
      return Reading.Known.now(largest.value(), metric.unit(), at, day, largest.database());
    }
  }
}
