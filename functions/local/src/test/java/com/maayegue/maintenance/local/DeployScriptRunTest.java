package com.maayegue.maintenance.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * functions/deploy for real, in a small git repository of its own, with a gcloud that only notes.
 */
class DeployScriptRunTest {
  private static final Instant BUILT = Instant.parse("2024-05-01T12:00:00Z");

  @TempDir private Path home;
  private Path tree;
  private Path jar;
  private Repository repository;

  @BeforeEach
  void makeARepository() throws Exception {
    repository = Repository.containing(Path.of(""));
    tree = Files.createDirectories(home.resolve("tree"));
    for (String name :
        List.of(
            "functions/deploy",
            "functions/deploy.json",
            "functions/deploy.d",
            "terraform/schedules.json",
            "terraform/set-dead-letter.sh",
            "firestore.indexes.json")) {
      copy(repository.root().resolve(name), tree.resolve(name));
    }
    Path module = tree.resolve("functions/notification-purge");
    for (Path source :
        List.of(
            tree.resolve("pom.xml"),
            module.resolve("pom.xml"),
            module.resolve("src/main/java/Source.java"))) {
      Files.createDirectories(source.getParent());
      Files.setLastModifiedTime(
          Files.writeString(source, "x"), FileTime.from(BUILT.minusSeconds(9)));
    }
    Files.writeString(tree.resolve(".gitignore"), "target/\n");
    jar = module.resolve("target/deploy/notification-purge.jar");
    build("com/maayegue/maintenance/notificationpurge/NotificationPurgeFunction.class");
    git("init", "-q");
    commit();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private void build(String entry) throws IOException {
    Files.createDirectories(jar.getParent());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry(entry));
    }
    Files.setLastModifiedTime(jar, FileTime.from(BUILT));
  }

  private void git(String... arguments) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of("git", "-c", "user.name=t", "-c", "user.email=t@example.org"),
                Stream.of(arguments))
            .toList();
    DeployScript done = DeployScript.run(tree, home, command, Map.of());
    assertThat(done.exitCode()).as(done.output()).isZero();
  }

  private void commit() throws Exception {
    git("add", "-A");
    git("commit", "-q", "-m", "All");
  }

  private DeployScript deploy() throws Exception {
    Path standIn = repository.root().resolve("functions/local/src/test/resources/stand-in");
    return DeployScript.run(
        tree,
        home,
        List.of("functions/deploy", "--project", "maa-yegue-test", "notification-purge"),
        Map.of("PATH", standIn + ":" + System.getenv("PATH")));
  }

  private List<String> calls() throws IOException {
    Path calls = home.resolve("calls");
    List<String> lines = Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    Files.deleteIfExists(calls);
    return lines;
  }

  @Test
  void makesWhatIsNotThereAndLeavesWhatIs() throws Exception {
    DeployScript first = deploy();
    assertThat(first.exitCode()).as(first.output()).isZero();
    assertThat(calls())
        .anyMatch(call -> call.startsWith("gcloud iam service-accounts create notification-purge "))
        .anyMatch(call -> call.startsWith("gcloud pubsub topics create notification-purge "))
        .anyMatch(call -> call.startsWith("gcloud functions deploy notification-purge "))
        .anyMatch(
            call -> call.startsWith("gcloud scheduler jobs create pubsub notification-purge "))
        .anyMatch(call -> call.contains("service-123456789012@gcp-sa-pubsub"))
        .anyMatch(call -> call.contains("--max-delivery-attempts=50"));
    assertThat(first.output()).contains("\ngcloud functions deploy notification-purge --gen2 ");

    Files.createFile(home.resolve("there"));
    assertThat(deploy().exitCode()).isZero();
    assertThat(calls())
        .noneMatch(call -> call.contains(" create "))
        .anyMatch(
            call -> call.startsWith("gcloud scheduler jobs update pubsub notification-purge "))
        .anyMatch(call -> call.startsWith("gcloud functions deploy notification-purge "));
  }

  @Test
  void stopsWhenItCannotTellWhatIsThere() throws Exception {
    Files.createFile(home.resolve("away"));
    DeployScript stopped = deploy();
    assertThat(stopped.exitCode()).isEqualTo(1);
    assertThat(stopped.output()).contains("cannot tell whether this is there", "PERMISSION_DENIED");
    assertThat(calls()).noneMatch(call -> call.contains(" create ") || call.contains(" deploy "));
  }

  @Test
  void refusesWhatIsInNoCommit() throws Exception {
    Files.writeString(tree.resolve("pom.xml"), "changed");
    assertRefuses("there are changes that are not committed", "M pom.xml");
  }

  @Test
  void refusesAJarThatIsNotThere() throws Exception {
    Files.delete(jar);
    assertRefuses("notification-purge.jar is not there; run mvn package");
  }

  @Test
  void refusesAJarThatIsOlderThanItsSources() throws Exception {
    Path source = tree.resolve("functions/notification-purge/src/main/java/Source.java");
    Files.setLastModifiedTime(source, FileTime.from(BUILT.plusSeconds(1)));
    assertRefuses("is older than functions/notification-purge/src/main/java/Source.java");
  }

  @Test
  void refusesAJarOfSomethingElse() throws Exception {
    build("com/example/Other.class");
    assertRefuses(
        "has no class com.maayegue.maintenance.notificationpurge.NotificationPurgeFunction");
  }

  @Test
  void refusesASecondFileBesideTheJar() throws Exception {
    Files.writeString(jar.resolveSibling("key.pem"), "");
    assertRefuses("has key.pem beside the jar");
  }

  private void assertRefuses(String... reasons) throws Exception {
    DeployScript refused = deploy();
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).contains(reasons);
    assertThat(calls()).isEmpty();
  }
}
