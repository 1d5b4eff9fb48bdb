package com.maayegue.maintenance.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthEmulatorTest {
  private static final String IMPORT =
      "{\"users\":[{\"localId\":\"u1\",\"email\":\"a@example.com\","
          + "\"createdAt\":\"1577836800000\",\"lastLoginAt\":\"1577836800000\"}]}";

  @TempDir Path folder;

  @Test
  void keepsAnImportedAccountUntilItIsClearedAndIsGoneAfterClose() throws IOException {
    AuthEmulator auth = AuthEmulator.start("demo-app", folder);
    try (auth) {
      String accounts =
          "http://"
              + auth.hostAndPort()
              + "/identitytoolkit.googleapis.com/v1/projects/demo-app/accounts:";
      Loopback.asOwner("POST", accounts + "batchCreate", IMPORT);
      assertThat(Loopback.asOwner("GET", accounts + "batchGet", ""))
          .contains("\"u1\"")
          .contains("1577836800000");

      auth.clear();

      assertThat(Loopback.asOwner("GET", accounts + "batchGet", "")).doesNotContain("\"u1\"");
    }
    assertThat(ProcessHandle.of(auth.pid())).isEmpty();
  }
}
