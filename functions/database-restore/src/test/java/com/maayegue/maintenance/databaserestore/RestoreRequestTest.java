package com.maayegue.maintenance.databaserestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.maayegue.maintenance.databaserestore.RestoreRequest.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreRequestTest {
  private static RestoreRequest parse(String json) {
    return RestoreRequest.parse(json.replace('\'', '"'), List.of("app", "other"));
  }

  @Test
  void readsAWholeRequest() {
    RestoreRequest request =
        parse(
            "{'mode':'tables','database':'app','confirm':'app','backup':'2026-03-01T00:00:00Z',"
                + "'tables':['users','Order \\u0027s'],'dryRun':true}");
    assertThat(request.mode()).isEqualTo(Mode.TABLES);
    assertThat(request.tables()).hasSize(2);
    assertThat(request.backup()).contains("2026-03-01T00:00:00Z");
    assertThat(request.dryRun()).isTrue();
    assertThat(request.message().get("dryRun").getAsBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          400 | `` | one JSON object
          400 | [] | one JSON object
          400 | null | one JSON object
          400 | {'mode':'full','database':'app','confirm':'app'} {} | one JSON object
          400 | {'mode':'full','database':'app','confirm':'app',} | one JSON object
          400 | {mode:'full','database':'app','confirm':'app'} | one JSON object
          400 | {'mode':'full','mode':'full','database':'app','confirm':'app'} | twice
          400 | {'mode':'full','database':'app','confirm':'app','force':true} | unknown field
          400 | {'mode':'FULL','database':'app','confirm':'app'} | full, tables or salvage
          400 | {'database':'app','confirm':'app'} | full, tables or salvage
          400 | {'mode':1,'database':'app','confirm':'app'} | mode: expected a text
          400 | {'mode':'full','confirm':'app'} | database: expected
          404 | {'mode':'full','database':'../app','confirm':'../app'} | no such database
          400 | {'mode':'full','database':'app'} | confirm: expected
          400 | {'mode':'full','database':'app','confirm':'other'} | confirm: expected
          400 | {'mode':'full','database':'app','confirm':'app','dryRun':'yes'} | dryRun: expected
          400 | {'mode':'full','database':'app','confirm':'app','backup':' '} | backup: expected
          400 | {'mode':'full','database':'app','confirm':'app','tables':['users']} | mode tables alone
          400 | {'mode':'tables','database':'app','confirm':'app'} | names of the tables
          400 | {'mode':'tables','database':'app','confirm':'app','tables':[]} | names of the tables
          400 | {'mode':'tables','database':'app','confirm':'app','tables':'users'} | list of names
          400 | {'mode':'tables','database':'app','confirm':'app','tables':['users','USERS']} | different
          400 | {'mode':'tables','database':'app','confirm':'app','tables':['sqlite_schema']} | SQLite's own
          """)
  void refusesAnythingElseAndSaysWhatWasExpected(int status, String json, String said) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(status);
              assertThat(refusal).hasMessageContaining(said);
            });
  }
}
