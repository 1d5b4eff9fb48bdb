package com.maayegue.maintenance.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirestoreEmulatorTest {
  private static final String DOCUMENT = "{\"fields\":{\"title\":{\"stringValue\":\"Mbolo\"}}}";

  @TempDir Path folder;

  @Test
  void keepsADocumentUntilItIsCleared() throws IOException {
    try (FirestoreEmulator firestore = FirestoreEmulator.start("demo-app", folder)) {
      String documents = documents(firestore);
      Loopback.asOwner("POST", documents + "/notifications?documentId=a", DOCUMENT);
      assertThat(Loopback.asOwner("GET", documents + "/notifications/a", "")).contains("Mbolo");

      firestore.clear();

      assertThatThrownBy(() -> Loopback.asOwner("GET", documents + "/notifications/a", ""))
          .hasMessageContaining("404");
    }
  }

  @Test
  void isGoneAfterClose() throws IOException {
    FirestoreEmulator firestore = FirestoreEmulator.start("demo-app", folder);
    firestore.close();
    firestore.close();
    assertThat(ProcessHandle.of(firestore.pid())).isEmpty();
  }

  @Test
  void holdsOthersToTheRules() throws IOException {
    Path rules =
        Files.writeString(
            folder.resolve("firestore.rules"),
            """
            rules_version = '2';
            service cloud.firestore {
              match /databases/{d}/documents {
                match /open/{id} { allow read: if true; }
              }
            }
            """);
    try (FirestoreEmulator firestore =
        FirestoreEmulator.start("demo-app", folder, 0, Optional.of(rules))) {
      assertThat(statusForAnyone(documents(firestore) + "/open")).isEqualTo(200);
      assertThat(statusForAnyone(documents(firestore) + "/notifications")).isEqualTo(403);
    }
  }

  @Test
  void refusesAPortThatAnotherProcessHas() throws IOException {
    try (FirestoreEmulator first = FirestoreEmulator.start("demo-app", folder)) {
      int taken = URI.create("http://" + first.hostAndPort()).getPort();
      Path second = folder.resolve("second");
      assertThatThrownBy(() -> FirestoreEmulator.start("demo-app", second, taken, Optional.empty()))
          .hasMessage("port " + taken + " of 127.0.0.1 is taken");
    }
  }

  @Test
  void saysWhyItDoesNotStart() {
    Optional<Path> absent = Optional.of(folder.resolve("absent.rules"));
    assertThatThrownBy(() -> FirestoreEmulator.start("demo-app", folder, 0, absent))
        .isInstanceOf(ExitedEarly.class)
        .hasMessageContaining("absent.rules");
  }

  private static String documents(FirestoreEmulator firestore) {
    return "http://"
        + firestore.hostAndPort()
        + "/v1/projects/demo-app/databases/(default)/documents";
  }

  private static int statusForAnyone(String url) throws IOException {
    return Loopback.send(HttpRequest.newBuilder(URI.create(url)).build()).statusCode();
  }
}
