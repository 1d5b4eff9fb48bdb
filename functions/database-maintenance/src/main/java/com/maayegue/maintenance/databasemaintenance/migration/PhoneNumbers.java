package com.maayegue.maintenance.databasemaintenance.migration;

import com.maayegue.maintenance.stagedsqlite.DatabaseSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** 2 → 3: {@code users.phone_number}, and its index. */
record PhoneNumbers() implements Migration {
  @Override
  public int from() {
    return 2;
  }

  @Override
  public void apply(Connection connection, Instant now) throws SQLException {
    if (DatabaseSchema.columns(connection, "users").contains("phone_number")) {
      throw new MigrationFailed("version 2 has no users.phone_number, but it is there");
    }
    Migration.execute(
        connection,
        "ALTER TABLE users ADD COLUMN phone_number TEXT",
        "CREATE INDEX idx_users_phone ON users (phone_number)");
  }
}
