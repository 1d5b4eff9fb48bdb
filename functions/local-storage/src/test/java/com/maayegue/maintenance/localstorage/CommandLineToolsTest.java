package com.maayegue.maintenance.localstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools of the Cloud SDK against the local server, as operators use them against the cloud. */
class CommandLineToolsTest {
  /** More than 8 MiB, from where on both tools upload resumably. */
  private static final int LARGE = 9 * 1024 * 1024 + 11;

  private static final String OBJECT = "gs://tools/live/ma base é.db";

  @TempDir Path folder;
  private StorageServer server;
  private Path large;

  private record Outcome(int exitCode, String output) {}

  @BeforeEach
  void start() throws IOException {
    server = StorageServer.start(folder.resolve("storage"), 0, true);
    server.createBucket("tools", true);
    large = folder.resolve("large.db");
    byte[] bytes = new byte[LARGE];
    new Random(1).nextBytes(bytes);
    Files.write(large, bytes);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void gsutilCopiesListsStatsAndRemoves() throws Exception {
    Path small = Files.writeString(folder.resolve("small.txt"), "small");
    Path back = folder.resolve("back.db");

    succeed(gsutil("cp", large.toString(), OBJECT));
    succeed(gsutil("cp", small.toString(), "gs://tools/live/"));
    assertThat(succeed(gsutil("ls", "-l", "gs://tools/live/")))
        .containsPattern(LARGE + " +\\S+Z +" + Pattern.quote(OBJECT))
        .containsPattern("5 +\\S+Z +gs://tools/live/small.txt");
    assertThat(succeed(gsutil("stat", OBJECT)))
        .containsPattern("Content-Length: +" + LARGE)
        .containsPattern("Generation: +\\d+");
    succeed(gsutil("cp", OBJECT, back.toString()));
    assertThat(back).hasSameBinaryContentAs(large);
    succeed(gsutil("rm", OBJECT));
    assertThat(gsutil("stat", OBJECT).exitCode()).isNotZero();
  }

  @Test
  void gsutilIsToldThatAGenerationIsStale() throws Exception {
    succeed(gsutil("-h", "x-goog-if-generation-match:0", "cp", large.toString(), OBJECT));
    Outcome stale = gsutil("-h", "x-goog-if-generation-match:1", "cp", large.toString(), OBJECT);
    assertThat(stale.exitCode()).isNotZero();
    assertThat(stale.output()).contains("412");
  }

  @Test
  void gcloudCopiesListsDescribesAndRemoves() throws Exception {
    Path small = Files.writeString(folder.resolve("small.txt"), "small");
    Path back = folder.resolve("back.db");

    succeed(gcloud("cp", large.toString(), OBJECT));
    succeed(gcloud("cp", small.toString(), "gs://tools/live/"));
    assertThat(succeed(gcloud("ls", "-l", "gs://tools/live/")))
        .containsPattern(LARGE + " +\\S+Z +" + Pattern.quote(OBJECT))
        .containsPattern("5 +\\S+Z +gs://tools/live/small.txt");
    assertThat(succeed(gcloud("objects", "describe", OBJECT)))
        .contains("size: " + LARGE)
        .containsPattern("generation: '\\d+'");
    succeed(gcloud("cp", OBJECT, back.toString()));
    assertThat(back).hasSameBinaryContentAs(large);
    succeed(gcloud("rm", "--recursive", "--all-versions", "gs://tools/live/"));
    assertThat(gcloud("objects", "describe", OBJECT).exitCode()).isNotZero();
  }

  @Test
  void gcloudIsToldThatAGenerationIsStale() throws Exception {
    succeed(gcloud("cp", "--if-generation-match=0", large.toString(), OBJECT));
    Outcome stale = gcloud("cp", "--if-generation-match=1", large.toString(), OBJECT);
    assertThat(stale.exitCode()).isNotZero();
    assertThat(stale.output()).contains("412");
  }

  @Test
  void gcloudIsToldThatABucketIsAbsent() throws Exception {
    Outcome absent = gcloud("ls", "gs://absent-bucket");
    assertThat(absent.exitCode()).isNotZero();
    assertThat(absent.output()).contains("404");
  }

  private Outcome gsutil(String... arguments) throws IOException, InterruptedException {
    List<String> options =
        List.of(
            "Credentials:gs_json_host=127.0.0.1",
            "Credentials:gs_json_port=" + server.port(),
            "Boto:https_validate_certificates=False",
            "GSUtil:default_project_id=demo",
            "GSUtil:state_dir=" + folder.resolve("gsutil-state"),
            // Small enough that the large file takes several of each.
            "GSUtil:json_resumable_chunk_size=4194304",
            "GSUtil:sliced_object_download_threshold=8388608",
            "GSUtil:sliced_object_download_component_size=4194304");
    List<String> command = new ArrayList<>();
    command.add("gsutil");
    options.forEach(option -> command.addAll(List.of("-o", option)));
    command.addAll(List.of(arguments));
    return run(command, Map.of("BOTO_CONFIG", "/dev/null"));
  }

  private Outcome gcloud(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("gcloud", "storage"));
    command.addAll(List.of(arguments));
    return run(
        command,
        Map.of(
            "CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE",
            server.url() + "/storage/v1/",
            "CLOUDSDK_AUTH_DISABLE_CREDENTIALS",
            "true",
            "CLOUDSDK_CORE_PROJECT",
            "demo",
            "CLOUDSDK_STORAGE_UPLOAD_CHUNK_SIZE",
            "4MiB",
            "CLOUDSDK_STORAGE_SLICED_OBJECT_DOWNLOAD_THRESHOLD",
            "8MiB",
            "CLOUDSDK_STORAGE_SLICED_OBJECT_DOWNLOAD_COMPONENT_SIZE",
            "4MiB"));
  }

  private Outcome run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    assumeTrue(isInstalled(command.get(0)), command.get(0) + " is not installed: skipped");
    File output = Files.createTempFile(folder, "tool", ".out").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
    builder.environment().putAll(environment);
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("CLOUDSDK_CONFIG", folder.resolve("gcloud-config").toString());
    builder.environment().put("CLOUDSDK_CORE_DISABLE_PROMPTS", "true");
    builder.environment().put("PYTHONUTF8", "1");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(
        process.exitValue(), Files.readString(output.toPath(), StandardCharsets.UTF_8));
  }

  private static boolean isInstalled(String tool) {
    for (String directory : System.getenv("PATH").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(directory, tool))) {
        return true;
      }
    }
    return false;
  }

  private static String succeed(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    return outcome.output();
  }
}
