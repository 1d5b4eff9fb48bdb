package com.maayegue.maintenance.emulators;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The jar that starts functions in the cloud: {@code java-function-invoker}. */
public final class InvokerJar {
  /** Its main class, the same in every version. */
  static final String MAIN = "com.google.cloud.functions.invoker.runner.Invoker";

  /** What the runtimes in the cloud start functions with unless told otherwise. */
  public static final String CLOUD_DEFAULT = versions().getProperty("invoker.cloud");

  /** The newest, whose API version the functions are compiled against. */
  public static final String NEWEST = versions().getProperty("invoker");

  private InvokerJar() {}

  /**
   * The versions that a build tries a whole function in: the newest, and with {@code
   * -Dinvokers=all} the cloud's default too. That all functions start and answer in both is tried
   * each time.
   */
  public static List<String> tried() {
    return "all".equals(System.getProperty("invokers"))
        ? List.of(NEWEST, CLOUD_DEFAULT)
        : List.of(NEWEST);
  }

  /**
   * The invoker of a version: part of this module for {@link #CLOUD_DEFAULT} and {@link #NEWEST},
   * else from Maven's local repository.
   *
   * @throws IOException when it is not there, with the command that gets it
   */
  public static Path find(String version) throws IOException {
    String name = "java-function-invoker-" + version + ".jar";
    if (InvokerJar.class.getResource("invoker/" + name) != null) {
      return CacheFolder.ofUser().file("invoker/" + name);
    }
    Path repository =
        Path.of(
            System.getProperty(
                "maven.repo.local",
                Path.of(System.getProperty("user.home"), ".m2", "repository").toString()));
    Path jar =
        repository.resolve(
            Path.of("com/google/cloud/functions/invoker/java-function-invoker", version, name));
    if (!Files.isRegularFile(jar)) {
      throw new IOException(
          "no invoker "
              + version
              + ". Get it by: mvn dependency:get"
              + " -Dartifact=com.google.cloud.functions.invoker:java-function-invoker:"
              + version);
    }
    return jar;
  }

  private static Properties versions() {
    try {
      Properties versions = new Properties();
      versions.load(
          new StringReader(
              new String(CacheFolder.bytes("versions.properties"), StandardCharsets.UTF_8)));
      return versions;
    } catch (IOException e) {
      throw new IllegalStateException("versions.properties is part of this module", e);
    }
  }
}
