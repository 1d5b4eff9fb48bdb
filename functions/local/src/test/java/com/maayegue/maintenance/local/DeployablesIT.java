package com.maayegue.maintenance.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is in the jars that go to the cloud, and what must not be. */
class DeployablesIT {
  private static final Pattern TESTS =
      Pattern.compile(
          "(?:org/(?:junit|assertj|mockito|opentest4j|apiguardian)|net/bytebuddy|com/icegreen)/.*"
              + "|com/maayegue/maintenance/(?:emulators|localstorage|sampledata|local|benchmarks"
              + "|[a-z]*standins)/.*"
              + "|com/maayegue/.*(?:Test|IT)\\.class");
  private static final Pattern KEYS =
      Pattern.compile(
          ".*\\.(?:pem|p12|pfx|jks|keystore|key|env|tfvars|tfstate)"
              + "|(?:.*/)?(?:id_rsa.*|.*credentials.*\\.json|.*service.?account.*\\.json)");
  private static final Pattern NATIVE = Pattern.compile(".*\\.(?:so|dll|dylib|jnilib|a)");
  private static final Pattern LINUX_ON_X86_64 =
      Pattern.compile(
          "org/sqlite/native/Linux/x86_64/.*"
              + "|linux/amd64/libzstd-jni.*"
              + "|META-INF/native/[a-z_]*_x86_64\\.so");
  // The certificates of the authorities that Google's own client believes, and no key: looked into
  // below.
  private static final String AUTHORITIES = "com/google/api/client/googleapis/google.";
  private static final long MOST_BYTES = 40_000_000;

  static List<Path> folders() throws IOException {
    Repository repository = Repository.containing(Path.of(""));
    return TerraformFunction.readAll(repository, TerraformFunction.OPERATORS_OWN).stream()
        .map(TerraformFunction::folder)
        .distinct()
        .map(name -> repository.root().resolve(Path.of("functions", name, "target", "deploy")))
        .toList();
  }

  @Test
  void looksAtEveryFunction() throws IOException {
    assertThat(folders()).hasSizeGreaterThan(7);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void isOneJarOfItsName(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(jar(folder));
    }
    assertThat(Files.size(jar(folder))).isBetween(1_000_000L, MOST_BYTES);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void hasEachClassOnceAndNoTests(Path folder) throws IOException {
    List<String> names = names(folder);
    assertThat(names).hasSizeGreaterThan(500).doesNotHaveDuplicates();
    assertThat(names).noneMatch(name -> TESTS.matcher(name).matches());
  }

  @ParameterizedTest
  @MethodSource("folders")
  void hasNativeCodeForLinuxOnX8664Only(Path folder) throws IOException {
    assertThat(names(folder))
        .filteredOn(name -> NATIVE.matcher(name).matches())
        .allMatch(name -> LINUX_ON_X86_64.matcher(name).matches())
        .hasSizeLessThanOrEqualTo(4);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void hasNativeCodeForEveryLibraryThatLoadsIt(Path folder) throws IOException {
    List<String> names = names(folder);
    assertThat(names.contains("org/sqlite/native/Linux/x86_64/libsqlitejdbc.so"))
        .isEqualTo(names.contains("org/sqlite/core/NativeDB.class"));
    assertThat(names.stream().anyMatch(name -> name.startsWith("linux/amd64/libzstd-jni")))
        .isEqualTo(names.contains("com/github/luben/zstd/util/Native.class"));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void hasNoKeys(Path folder) throws Exception {
    assertThat(names(folder))
        .filteredOn(name -> KEYS.matcher(name.toLowerCase(Locale.ROOT)).matches())
        .allMatch(name -> name.startsWith(AUTHORITIES));
    try (ZipFile jar = new ZipFile(jar(folder).toFile())) {
      for (ZipEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (name.startsWith(AUTHORITIES)) {
          holdsNoKey(jar, entry);
        } else if (name.matches(".*\\.(?:json|properties|txt|ya?ml|xml)")) {
          assertThat(new String(read(jar, entry), StandardCharsets.UTF_8))
              .as(name)
              .doesNotContain("PRIVATE KEY-----", "\"private_key\"");
        }
      }
    }
  }

  private static void holdsNoKey(ZipFile jar, ZipEntry entry) throws Exception {
    KeyStore authorities = KeyStore.getInstance(entry.getName().endsWith("p12") ? "PKCS12" : "JKS");
    try (InputStream content = jar.getInputStream(entry)) {
      authorities.load(content, "notasecret".toCharArray());
    }
    for (String alias : Collections.list(authorities.aliases())) {
      assertThat(authorities.isCertificateEntry(alias)).as(alias).isTrue();
    }
  }

  private static byte[] read(ZipFile jar, ZipEntry entry) throws IOException {
    try (InputStream content = jar.getInputStream(entry)) {
      return content.readAllBytes();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (ZipFile jar = new ZipFile(jar(folder).toFile())) {
      return Collections.list(jar.entries()).stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .toList();
    }
  }

  private static Path jar(Path folder) {
    return folder.resolve(folder.getParent().getParent().getFileName() + ".jar");
  }
}
