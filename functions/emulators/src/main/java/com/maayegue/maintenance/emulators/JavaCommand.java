package com.maayegue.maintenance.emulators;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The command line of a Java process that ends with this one, on this process's Java. */
final class JavaCommand {
  private static final String STOP_WITH_PARENT = "StopWithParent.class";
  private static final String LAUNCHER = "launcher.jar";

  private JavaCommand() {}

  /**
   * The options of an emulator: those of a process that runs for seconds, unless {@code
   * -Demulators.lasting=true} says that it will be busy for minutes, as in a benchmark.
   *
   * @param heap such as {@code -Xmx1g}
   * @param more of its own
   */
  static List<String> emulatorOptions(String heap, String more) {
    List<String> options =
        new ArrayList<>(
            Boolean.getBoolean("emulators.lasting")
                ? List.of(heap, "-XX:+UseSerialGC")
                : FunctionSpec.quick(heap));
    options.add(more);
    return options;
  }

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

  /** A class path of {@link StopWithParent} alone: a jar, as a class archive takes no folder. */
  private static Path launcher(CacheFolder cache) throws IOException {
    byte[] bytes = CacheFolder.bytes(STOP_WITH_PARENT);
    return cache
        .once(
            "launcher-jar-" + CacheFolder.hash(bytes),
            folder -> {
              try (OutputStream file = Files.newOutputStream(folder.resolve(LAUNCHER));
                  JarOutputStream jar = new JarOutputStream(file)) {
                String path = StopWithParent.class.getPackageName().replace('.', '/');
                jar.putNextEntry(new JarEntry(path + "/" + STOP_WITH_PARENT));
                jar.write(bytes);
              }
            })
        .resolve(LAUNCHER);
  }
}
