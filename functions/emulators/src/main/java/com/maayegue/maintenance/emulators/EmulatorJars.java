package com.maayegue.maintenance.emulators;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the emulators that are Java programs: where an environment variable says, in the gcloud
 * SDK, in the firebase CLI's cache, or fetched into that cache by the firebase CLI.
 */
public final class EmulatorJars {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Duration GCLOUD_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration FETCH_TIMEOUT = Duration.ofMinutes(10);
  private static final int CACHE_DEPTH = 4;

  /** An emulator and the places it is found in. */
  public enum Emulator {
    FIRESTORE(
        "FIRESTORE_EMULATOR_JAR",
        "platform/cloud-firestore-emulator",
        "cloud-firestore-emulator*.jar",
        "firestore"),
    PUBSUB(
        "PUBSUB_EMULATOR_JAR",
        "platform/pubsub-emulator/lib",
        "cloud-pubsub-emulator-*-all.jar",
        "pubsub");

    private final String variable;
    private final String sdkFolder;
    private final String jarName;
    private final String firebaseName;

    Emulator(String variable, String sdkFolder, String jarName, String firebaseName) {
      this.variable = variable;
      this.sdkFolder = sdkFolder;
      this.jarName = jarName;
      this.firebaseName = firebaseName;
    }

    /** Its name in the firebase CLI's commands. */
    public String firebaseName() {
      return firebaseName;
    }
  }

  /** Gets an emulator into the firebase CLI's cache. */
  @FunctionalInterface
  interface Fetching {
    void fetch(Emulator emulator) throws IOException;
  }

  private final Map<String, String> environment;
  private final Path firebaseCache;
  private final List<Path> sdkFolders;
  private final Supplier<Optional<Path>> sdkByGcloud;
  private final Fetching fetching;

  /**
   * Looks only where it is told to.
   *
   * @param sdkFolders where the gcloud SDK may be, best first
   * @param sdkByGcloud asked only when it is in none of them: gcloud takes a second to answer
   */
  EmulatorJars(
      Map<String, String> environment,
      Path home,
      List<Path> sdkFolders,
      Supplier<Optional<Path>> sdkByGcloud,
      Fetching fetching) {
    this.environment = environment;
    this.firebaseCache =
        set("FIREBASE_EMULATORS_PATH")
            .map(Path::of)
            .orElse(home.resolve(Path.of(".cache", "firebase", "emulators")));
    this.sdkFolders = new ArrayList<>(sdkFolders);
    set("CLOUDSDK_ROOT_DIR").ifPresent(folder -> this.sdkFolders.add(0, Path.of(folder)));
    this.sdkByGcloud = sdkByGcloud;
    this.fetching = fetching;
  }

  /** Looks in the usual places of this machine. */
  public static EmulatorJars ofThisMachine() {
    Path home = Path.of(System.getProperty("user.home"));
    return new EmulatorJars(
        System.getenv(),
        home,
        List.of(
            Path.of("/usr/lib/google-cloud-sdk"),
            Path.of("/usr/share/google-cloud-sdk"),
            Path.of("/snap/google-cloud-cli/current"),
            home.resolve("google-cloud-sdk"),
            Path.of("/opt/google-cloud-sdk")),
        EmulatorJars::askGcloud,
        EmulatorJars::fetchByFirebase);
  }

  /**
   * The emulator's jar, the newest where a place has several.
   *
   * @throws IOException when it is nowhere, with the command that installs it, or when the
   *     environment names a file that does not exist
   */
  public Path find(Emulator emulator) throws IOException {
    Optional<String> named = set(emulator.variable);
    if (named.isPresent()) {
      Path jar = Path.of(named.get());
      if (!Files.isRegularFile(jar)) {
        throw new IOException(emulator.variable + " names " + jar + ", which is not a file");
      }
      return jar;
    }
    Optional<Path> installed = installed(emulator);
    return installed.isPresent() ? installed.get() : fetched(emulator);
  }

  private Optional<Path> installed(Emulator emulator) throws IOException {
    for (Path sdk : sdkFolders) {
      Optional<Path> jar = inSdk(sdk, emulator);
      if (jar.isPresent()) {
        return jar;
      }
    }
    Optional<Path> sdk = sdkByGcloud.get();
    if (sdk.isPresent()) {
      Optional<Path> jar = inSdk(sdk.get(), emulator);
      if (jar.isPresent()) {
        return jar;
      }
    }
    return newest(firebaseCache, CACHE_DEPTH, emulator.jarName);
  }

  private Path fetched(Emulator emulator) throws IOException {
    IOException missing =
        new IOException(
            "the "
                + emulator.firebaseName
                + " emulator is not on this machine. Get both emulators by: gcloud components"
                + " install cloud-firestore-emulator pubsub-emulator (where gcloud came by apt:"
                + " apt-get install google-cloud-cli-firestore-emulator"
                + " google-cloud-cli-pubsub-emulator)");
    try {
      fetching.fetch(emulator);
    } catch (IOException e) {
      missing.initCause(e);
      throw missing;
    }
    return newest(firebaseCache, CACHE_DEPTH, emulator.jarName).orElseThrow(() -> missing);
  }

  private Optional<String> set(String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
  }

  private static Optional<Path> inSdk(Path sdk, Emulator emulator) throws IOException {
    return newest(sdk.resolve(emulator.sdkFolder), 1, emulator.jarName);
  }

  private static Optional<Path> newest(Path folder, int depth, String name) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
    try (Stream<Path> files =
        Files.find(
            folder,
            depth,
            (file, is) -> is.isRegularFile() && matcher.matches(file.getFileName()))) {
      return files.max(Comparator.comparing(EmulatorJars::version, Arrays::compare));
    }
  }

  /** The numbers of a file's name: 1.19.9 is newer than 1.9.10. */
  private static int[] version(Path jar) {
    return NUMBER
        .matcher(jar.getFileName().toString())
        .results()
        .map(MatchResult::group)
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  private static Optional<Path> askGcloud() {
    try {
      String answer =
          Command.run(
              Path.of("."),
              GCLOUD_TIMEOUT,
              List.of("gcloud", "info", "--format=value(installation.sdk_root)"));
      return answer.lines().map(Path::of).filter(Path::isAbsolute).findFirst();
    } catch (IOException e) {
      // No gcloud, no SDK: the other places remain.
      return Optional.empty();
    }
  }

  private static void fetchByFirebase(Emulator emulator) throws IOException {
    Path packages = NodePackages.ofUser().installed();
    System.err.println("Fetching the " + emulator.firebaseName + " emulator (once)");
    Command.run(
        packages,
        FETCH_TIMEOUT,
        List.of(
            "node",
            packages.resolve("node_modules/firebase-tools/lib/bin/firebase.js").toString(),
            "setup:emulators:" + emulator.firebaseName,
            "--non-interactive"));
  }
}
