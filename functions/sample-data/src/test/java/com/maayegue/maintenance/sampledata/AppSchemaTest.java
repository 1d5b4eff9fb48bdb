package com.maayegue.maintenance.sampledata;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppSchemaTest {
  private static final Instant CREATED = Instant.parse("2025-10-07T14:30:00Z");

  private Connection connection;

  @BeforeEach
  void create() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    AppSchema.create(connection, CREATED);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void hasFourteenTablesAndTheirTwentyFiveIndexes() throws SQLException {
    assertThat(
            texts(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"))
        .containsExactlyInAnyOrder(
            "users",
            "daily_limits",
            "user_progress",
            "user_statistics",
            "quizzes",
            "quiz_questions",
            "user_created_content",
            "favorites",
            "app_metadata",
            "otp_codes",
            "admin_logs",
            "payments",
            "subscriptions",
            "newsletter_subscriptions");
    assertThat(texts("SELECT name FROM sqlite_schema WHERE type = 'index' AND name LIKE 'idx_%'"))
        .hasSize(25)
        .contains("idx_users_firebase_uid", "idx_newsletter_active", "idx_otp_codes_expires");
  }

  @Test
  void saysThatItIsVersionTwo() throws SQLException {
    assertThat(texts("SELECT key || '=' || value FROM app_metadata"))
        .containsExactlyInAnyOrder(
            "db_version=" + AppSchema.VERSION,
            "created_at=" + CREATED.toEpochMilli(),
            "total_languages=7",
            "last_backup=");
  }

  @Test
  void leavesForeignKeysOnAndOneOfThemWithoutAnIndex() throws SQLException {
    assertThat(texts("PRAGMA foreign_keys")).containsExactly("1");
    assertThat(
            texts(
                "SELECT t.name || '.' || f.\"from\" FROM pragma_table_list t,"
                    + " pragma_foreign_key_list(t.name) f WHERE NOT EXISTS (SELECT 1 FROM"
                    + " pragma_index_list(t.name) i, pragma_index_info(i.name) c"
                    + " WHERE c.seqno = 0 AND c.name = f.\"from\")"))
        .containsExactly("subscriptions.payment_id");
  }

  private List<String> texts(String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}
