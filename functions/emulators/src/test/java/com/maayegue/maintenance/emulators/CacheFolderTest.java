package com.maayegue.maintenance.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
  @TempDir Path folder;
  private CacheFolder cache;

  @BeforeEach
  void emptyCache() {
    cache = new CacheFolder(folder.resolve("cache"));
  }

  @Test
  void fillsAFolderOnceForAllThreads() {
    AtomicInteger fillings = new AtomicInteger();
    List<Path> folders =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(
                each -> {
                  try {
                    return cache.once(
                        "tools",
                        into -> {
                          fillings.incrementAndGet();
                          Files.writeString(into.resolve("tool"), "content");
                        });
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                })
            .toList();
    assertThat(fillings).hasValue(1);
    assertThat(folders).containsOnly(folder.resolve("cache/tools"));
    assertThat(folders.get(0).resolve("tool")).hasContent("content");
  }

  @Test
  void neverUsesAnInterruptedFilling() throws IOException {
    assertThatThrownBy(
            () ->
                cache.once(
                    "tools",
                    into -> {
                      Files.writeString(into.resolve("half"), "");
                      throw new IOException("the network is gone");
                    }))
        .hasMessage("the network is gone");

    Path filled = cache.once("tools", into -> Files.writeString(into.resolve("whole"), ""));

    try (Stream<Path> files = Files.list(filled)) {
      assertThat(files).containsExactly(filled.resolve("whole"));
    }
  }

  @Test
  void namesAResourceThatIsMissing() {
    assertThatThrownBy(() -> cache.file("absent.js"))
        .hasMessage("absent.js is not part of this build");
  }

  /** Says where the invoker is. */
  static final class Finder {
    private Finder() {}

    public static void main(String[] args) throws IOException {
      System.out.println(InvokerJar.find(args[0]));
    }
  }

  @Test
  void unpacksTheInvokerFromOurJar() throws Exception {
    Path classes =
        Path.of(CacheFolder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path tests = Path.of(Finder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jar = pack(classes);
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            jar + File.pathSeparator + tests,
            Finder.class.getName(),
            InvokerJar.NEWEST);
    command.environment().put("MAINTENANCE_CACHE", cache.root().toString());
    try (ChildProcess process = ChildProcess.start("finder", command, folder.resolve("log"))) {
      assertThat(process.awaitExit(Duration.ofSeconds(30))).as(process.log()).isZero();
      Path invoker = Path.of(process.log().strip());
      assertThat(invoker)
          .startsWith(cache.root())
          .hasSameBinaryContentAs(InvokerJar.find(InvokerJar.NEWEST));
    }
  }

  @Test
  void saysHowToGetAnInvokerThatIsNotHere() {
    assertThatThrownBy(() -> InvokerJar.find("0.0.1"))
        .hasMessageContaining("no invoker 0.0.1")
        .hasMessageContaining("mvn dependency:get");
  }

  private Path pack(Path classes) throws IOException {
    Path jar = folder.resolve("packed.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
        out.putNextEntry(new JarEntry(name));
        Files.copy(file, out);
      }
    }
    return jar;
  }
}
