package com.maayegue.maintenance.databasemaintenance;

import com.maayegue.maintenance.stagedsqlite.StagedDatabase;
import com.maayegue.maintenance.stagedsqlite.StagedDatabase.Edited;
import java.sql.Statement;

/** Somebody else who edits the live database as one should: by compare-and-swap. */
final class WriterOutside {
  private WriterOutside() {}

  /** Adds a row to {@code app_metadata}, however long it takes. */
  static void insert(Workshop workshop, String key) {
    for (int attempt = 0; attempt < 50; attempt++) {
      try (StagedDatabase staged =
          new StagedDatabase(workshop.storage, Workshop.BUCKET, Workshop.APP)) {
        staged.edit(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO app_metadata VALUES ('" + key + "', 'x', 1)");
              }
              return new Edited<>(key, true);
            });
        return;
      } catch (StagedDatabase.ConflictException others) {
        // Again.
      } catch (Exception failure) {
        throw new IllegalStateException(failure);
      }
    }
    throw new IllegalStateException("never written: " + key);
  }
}
