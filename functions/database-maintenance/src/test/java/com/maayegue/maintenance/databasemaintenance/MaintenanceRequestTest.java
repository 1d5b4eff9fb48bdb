package com.maayegue.maintenance.databasemaintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import com.maayegue.maintenance.databasemaintenance.MaintenanceRequest.Task;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenanceRequestTest {
  @Test
  void isWeeklyUnlessTheMessageSaysOtherwise() {
    assertThat(read("{}")).isEqualTo(new MaintenanceRequest(Task.WEEKLY, 0, Optional.empty()));
    assertThat(read("{\"mode\":\"weekly\",\"dryRun\":true}").task()).isEqualTo(Task.WEEKLY);
    assertThat(read("{\"mode\":\"monthly\",\"database\":\"b\"}"))
        .isEqualTo(new MaintenanceRequest(Task.MONTHLY, 0, Optional.of("b")));
    assertThat(read("{\"migrateTo\":4}"))
        .isEqualTo(new MaintenanceRequest(Task.MIGRATION, 4, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"mode\":\"yearly\"}|mode to be weekly or monthly, but it is 'yearly'",
        "{\"mode\":7}|mode to be a text, but it is '7'",
        "{\"mode\":null}|mode to be a text, but it is 'null'",
        "{\"migrateTo\":\"4\"}|migrateTo to be the number of a version",
        "{\"migrateTo\":3.5}|migrateTo to be the number of a version, but it is '3.5'",
        "{\"migrateTo\":-1}|migrateTo to be the number of a version, but it is '-1'",
        "{\"migrateTo\":99999}|migrateTo to be the number of a version",
        "{\"migrateTo\":4,\"mode\":\"weekly\"}|either mode or migrateTo",
        "{\"database\":\"../etc/passwd\"}|database to be one of [a, b] (DATABASES)",
        "{\"database\":[\"a\"]}|database to be a text",
        "{\"mod\":\"monthly\"}|the fields [database, dryRun, migrateTo, mode], but it is 'mod'"
      })
  void refusesWhatItDoesNotUnderstand(String message, String expectation) {
    assertThatThrownBy(() -> read(message))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("message data: expected ")
        .hasMessageContaining(expectation);
  }

  private static MaintenanceRequest read(String json) {
    return MaintenanceRequest.from(
        JsonParser.parseString(json).getAsJsonObject(), List.of("a", "b"));
  }
}
