package com.maayegue.maintenance.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The checked-out project, found from any folder in it.
 *
 * @param root the folder of README.md
 */
record Repository(Path root) {
  private static final Path SCHEDULES = Path.of("terraform", "schedules.json");

  /**
   * The project that {@code folder} is in.
   *
   * @throws IOException when it is in none
   */
  static Repository containing(Path folder) throws IOException {
    for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve(SCHEDULES))
          && Files.isRegularFile(at.resolve("pom.xml"))) {
        return new Repository(at);
      }
    }
    throw new IOException(
        folder.toAbsolutePath() + " is not in the project: no folder above it has " + SCHEDULES);
  }

  /** The schedules that Terraform deploys. */
  Path schedules() {
    return root.resolve(SCHEDULES);
  }

  /** The security rules of Firestore. */
  Path firestoreRules() {
    return root.resolve("firestore.rules");
  }

  /** The one jar of a function, whether it is built or not. */
  Path deployable(LocalFunction function) {
    return root.resolve(
        Path.of("functions", function.folder(), "target", "deploy", function.folder() + ".jar"));
  }

  /** Every file of the project that git would keep, below the folders {@code under}. */
  List<Path> files(String... under) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : under) {
      try (Stream<Path> found = Files.walk(root.resolve(folder))) {
        found.filter(Files::isRegularFile).filter(this::isSource).forEach(files::add);
      }
    }
    return files;
  }

  private boolean isSource(Path file) {
    for (Path part : root.relativize(file)) {
      String name = part.toString();
      if (name.equals("target") || name.equals("node_modules") || name.equals(".terraform")) {
        return false;
      }
    }
    return true;
  }
}
