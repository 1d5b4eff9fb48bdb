package com.maayegue.maintenance.emulators;

import static com.maayegue.maintenance.emulators.EmulatorJars.Emulator.FIRESTORE;
import static com.maayegue.maintenance.emulators.EmulatorJars.Emulator.PUBSUB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatorJarsTest {
  private static final String IN_SDK = "platform/cloud-firestore-emulator/";
  private static final String NAME = "cloud-firestore-emulator.jar";

  @TempDir Path machine;
  private Path home;
  private Path cache;
  private Path sdk;
  private Path otherSdk;

  @BeforeEach
  void layOutTheMachine() {
    home = machine.resolve("home");
    cache = home.resolve(".cache/firebase/emulators");
    sdk = machine.resolve("sdk");
    otherSdk = machine.resolve("other-sdk");
  }

  @Test
  void takesTheJarThatTheEnvironmentNames() throws IOException {
    Path named = jar(machine.resolve("named.jar"));
    jar(sdk.resolve(IN_SDK + NAME));
    assertThat(find(Map.of("FIRESTORE_EMULATOR_JAR", named.toString()))).isEqualTo(named);
  }

  @Test
  void saysThatTheEnvironmentNamesNoFile() throws IOException {
    jar(sdk.resolve(IN_SDK + NAME));
    assertThatThrownBy(() -> find(Map.of("FIRESTORE_EMULATOR_JAR", "/absent.jar")))
        .hasMessage("FIRESTORE_EMULATOR_JAR names /absent.jar, which is not a file");
  }

  @Test
  void prefersTheSdkThatTheEnvironmentNames() throws IOException {
    jar(sdk.resolve(IN_SDK + NAME));
    Path named = jar(otherSdk.resolve(IN_SDK + NAME));
    assertThat(find(Map.of("CLOUDSDK_ROOT_DIR", otherSdk.toString()))).isEqualTo(named);
  }

  @Test
  void prefersTheSdkToTheFirebaseCache() throws IOException {
    Path installed = jar(sdk.resolve(IN_SDK + NAME));
    jar(cache.resolve("cloud-firestore-emulator-v1.22.0.jar"));
    assertThat(find(Map.of())).isEqualTo(installed);
  }

  @Test
  void asksGcloudWhenTheUsualFoldersHaveNothing() throws IOException {
    Path installed = jar(otherSdk.resolve(IN_SDK + NAME));
    jar(cache.resolve("cloud-firestore-emulator-v1.22.0.jar"));
    EmulatorJars jars =
        new EmulatorJars(
            Map.of(), home, List.of(sdk), () -> Optional.of(otherSdk), EmulatorJarsTest::never);
    assertThat(jars.find(FIRESTORE)).isEqualTo(installed);
  }

  @Test
  void takesTheNewestOfTheFirebaseCache() throws IOException {
    jar(cache.resolve("cloud-firestore-emulator-v1.9.10.jar"));
    Path newest = jar(cache.resolve("cloud-firestore-emulator-v1.19.9.jar"));
    jar(cache.resolve("cloud-storage-rules-runtime-v1.99.0.jar"));
    assertThat(find(Map.of())).isEqualTo(newest);
  }

  @Test
  void findsPubSubInItsUnpackedFolder() throws IOException {
    String inside = "pubsub-emulator/lib/cloud-pubsub-emulator-0.8.37-all.jar";
    Path unpacked = jar(cache.resolve("pubsub-emulator-0.8.37").resolve(inside));
    jar(cache.resolve("pubsub-emulator-0.8.37/pubsub-emulator/lib/other.jar"));
    assertThat(jars(Map.of(), EmulatorJarsTest::never).find(PUBSUB)).isEqualTo(unpacked);
  }

  @Test
  void looksInTheFirebaseCacheThatTheEnvironmentNames() throws IOException {
    Path elsewhere = jar(machine.resolve("elsewhere/cloud-firestore-emulator-v1.19.9.jar"));
    assertThat(find(Map.of("FIREBASE_EMULATORS_PATH", elsewhere.getParent().toString())))
        .isEqualTo(elsewhere);
  }

  @Test
  void takesWhatTheFirebaseCommandFetched() throws IOException {
    Path fetched = cache.resolve("cloud-firestore-emulator-v1.22.0.jar");
    assertThat(jars(Map.of(), emulator -> jar(fetched)).find(FIRESTORE)).isEqualTo(fetched);
  }

  @Test
  void saysHowToGetWhatIsNowhere() {
    EmulatorJars jars =
        jars(
            Map.of(),
            emulator -> {
              throw new IOException("no network");
            });
    assertThatThrownBy(() -> jars.find(PUBSUB))
        .hasMessageContaining("the pubsub emulator is not on this machine")
        .hasMessageContaining("gcloud components install cloud-firestore-emulator pubsub-emulator")
        .hasMessageContaining("google-cloud-cli-pubsub-emulator")
        .hasRootCauseMessage("no network");
    assertThatThrownBy(() -> jars(Map.of(), emulator -> {}).find(FIRESTORE))
        .hasMessageContaining("the firestore emulator is not on this machine");
  }

  private Path find(Map<String, String> environment) throws IOException {
    return jars(environment, EmulatorJarsTest::never).find(FIRESTORE);
  }

  private EmulatorJars jars(Map<String, String> environment, EmulatorJars.Fetching fetching) {
    return new EmulatorJars(environment, home, List.of(sdk), Optional::empty, fetching);
  }

  private static void never(EmulatorJars.Emulator emulator) {
    throw new AssertionError("fetched " + emulator);
  }

  private static Path jar(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }
}
