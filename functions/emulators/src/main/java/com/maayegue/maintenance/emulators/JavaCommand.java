package com.maayegue.maintenance.emulators;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a Java process that ends with this one, on this process's Java. */
final class JavaCommand {
  private static final String STOP_WITH_PARENT = "StopWithParent.class";

  private JavaCommand() {}

  static List<String> of(List<String> jvmOptions, Path jar, String mainClass, List<String> args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(jar.toAbsolutePath() + File.pathSeparator + launcher(CacheFolder.ofUser()));
    command.add(StopWithParent.class.getName());
    command.add(mainClass);
    command.addAll(args);
    return command;
  }

  /** A class path of {@link StopWithParent} alone. */
  private static Path launcher(CacheFolder cache) throws IOException {
    byte[] bytes = CacheFolder.bytes(STOP_WITH_PARENT);
    return cache.once(
        "launcher-" + CacheFolder.hash(bytes),
        folder -> {
          Path parent =
              folder.resolve(
                  StopWithParent.class.getPackageName().replace('.', File.separatorChar));
          Files.createDirectories(parent);
          Files.write(parent.resolve(STOP_WITH_PARENT), bytes);
        });
  }
}
