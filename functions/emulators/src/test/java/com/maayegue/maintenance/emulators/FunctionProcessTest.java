package com.maayegue.maintenance.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionProcessTest {
  private static final Instant NOON = Instant.parse("2025-03-01T11:00:00Z");

  @TempDir static Path folder;
  private static Path classes;

  /** Only the function's own classes, as its deployable jar would hold. */
  @BeforeAll
  static void packTheFunction() throws IOException {
    classes = folder.resolve("classes");
    for (Class<?> part : List.of(EchoFunction.class, Await.class)) {
      Path file = Path.of(part.getName().replace('.', '/') + ".class");
      Files.createDirectories(classes.resolve(file).getParent());
      Files.write(classes.resolve(file), CacheFolder.bytes(file.getFileName().toString()));
    }
  }

  @Test
  void givesTheFunctionItsEnvironmentAndNothingElse() throws IOException {
    try (FunctionProcess function =
        FunctionProcess.start(echo(Map.of("DRY_RUN", "true"), "-Xmx64m"))) {
      assertThat(function.log()).contains("names [DRY_RUN, HOME, JAVA_HOME, PATH]");
      String heap = function.log().replaceAll("(?s).*heap (\\d+).*", "$1");
      assertThat(Long.parseLong(heap)).isBetween(48L << 20, 64L << 20);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0.0", "1.4.1"})
  void deliversAMessageAsTheCloudDoes(String invoker) throws IOException {
    FunctionSpec spec = echo(Map.of("GOOGLE_CLOUD_PROJECT", "demo-app"));
    try (FunctionProcess function = FunctionProcess.start(spec, InvokerJar.find(invoker), 0)) {
      FunctionProcess.Response response =
          function.deliver("41", NOON, "notification-purge", "{\"dryRun\":true}");

      assertThat(response.status()).isEqualTo(200);
      Await.until(Duration.ofSeconds(5), "the log", () -> function.log().contains("41 google"));
      assertThat(function.log())
          .contains(
              "41 google.cloud.pubsub.topic.v1.messagePublished"
                  + " //pubsub.googleapis.com/projects/demo-app/topics/notification-purge"
                  + " 2025-03-01T11:00Z {");
      JsonObject data = dataIn(function.log());
      assertThat(data.getAsJsonObject("message").get("data").getAsString())
          .isEqualTo("eyJkcnlSdW4iOnRydWV9");
    }
  }

  @Test
  void leavesNoTemporaryFileOfAFunctionThatWasKilled() throws IOException {
    Path left;
    try (FunctionProcess function = FunctionProcess.start(echo(Map.of()))) {
      left = Path.of(function.log().replaceAll("(?s).*left (\\S+).*", "$1"));
      assertThat(left).exists();
      function.kill();
    }
    assertThat(left).doesNotExist();
    assertThat(left.getParent()).doesNotExist();
  }

  @Test
  void getsWhatIsPublishedOnItsTopic() throws IOException {
    try (PubSubEmulator pubSub = PubSubEmulator.start("demo-app", folder);
        FunctionProcess function = FunctionProcess.start(echo(Map.of()));
        CloudEventCarrier carrier =
            CloudEventCarrier.start(
                pubSub.topics(),
                List.of(new CloudEventCarrier.Route("some-topic", function::uri)),
                Redelivery.prompt())) {
      assertThat(carrier).isNotNull();
      String id = pubSub.topics().publish("some-topic", "{}");
      String line = id + " google.cloud.pubsub.topic.v1.messagePublished";
      Await.until(Duration.ofSeconds(20), "the event", () -> function.log().contains(line));
      assertThat(function.log())
          .contains("//pubsub.googleapis.com/projects/demo-app/topics/some-topic");
    }
  }

  @Test
  void answersWithTheFunctionsFailure() throws IOException {
    try (FunctionProcess function = FunctionProcess.start(echo(Map.of()))) {
      assertThat(function.deliver("fail-1", NOON, "some-topic", "{}").status()).isEqualTo(500);
      assertThat(function.log()).contains("told to");
    }
  }

  @Test
  void reportsAFunctionThatRefusesToStart() throws IOException {
    FunctionSpec spec = echo(Map.of("REFUSAL", "two problems"));

    assertThat(FunctionProcess.exitCodeOf(spec)).isEqualTo(1);
    assertThat(Files.readString(spec.log())).contains("REFUSAL: two problems");
    assertThatThrownBy(() -> FunctionProcess.start(spec))
        .isInstanceOfSatisfying(
            ExitedEarly.class, e -> assertThat(e.log()).contains("REFUSAL: two problems"))
        .hasMessageContaining("echo ended with exit code 1")
        .hasMessageContaining("REFUSAL: two problems");
  }

  @Test
  void refusesToCountAsRefusedWhatServes() {
    assertThatThrownBy(() -> FunctionProcess.exitCodeOf(echo(Map.of())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("echo serves at http://127.0.0.1:");
  }

  @Test
  void namesAJarThatIsNotBuilt() {
    Path jar = folder.resolve("absent.jar");
    FunctionSpec spec =
        new FunctionSpec("echo", jar, "Any", Map.of(), List.of(), folder.resolve("absent.log"));
    assertThatThrownBy(() -> FunctionProcess.start(spec))
        .hasMessage("echo has no " + jar + ": build it first");
  }

  @Test
  void killsAFunctionInTheMiddleOfItsWork() throws IOException {
    try (FunctionProcess function = FunctionProcess.start(echo(Map.of()))) {
      CompletableFuture<FunctionProcess.Response> delivery =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return function.deliver("hang-1", NOON, "some-topic", "{}");
                } catch (IOException e) {
                  throw new IllegalStateException("died", e);
                }
              });
      Await.until(Duration.ofSeconds(20), "work", () -> function.log().contains("hang-1"));

      function.kill();

      assertThat(function.isAlive()).isFalse();
      assertThat(ProcessHandle.of(function.pid())).isEmpty();
      assertThatThrownBy(delivery::join).hasMessageContaining("died");
    }
  }

  @Test
  void measuresItsPeakOfMemory() throws IOException {
    FunctionProcess function = FunctionProcess.start(echo(Map.of(), "-Xmx64m"));
    try (function) {
      assertThat(function.peakRssBytes()).isBetween(20L << 20, 300L << 20);
    }
    assertThatThrownBy(function::peakRssBytes).isInstanceOf(IOException.class);
    assertThat(function.isAlive()).isFalse();
  }

  private static FunctionSpec echo(Map<String, String> env, String... jvmOptions) {
    return new FunctionSpec(
        "echo",
        classes,
        EchoFunction.class.getName(),
        env,
        List.of(jvmOptions),
        folder.resolve("echo.log"));
  }

  private static JsonObject dataIn(String log) {
    String line = log.lines().filter(each -> each.startsWith("41 ")).findFirst().orElseThrow();
    return JsonParser.parseString(line.substring(line.indexOf('{'))).getAsJsonObject();
  }
}
