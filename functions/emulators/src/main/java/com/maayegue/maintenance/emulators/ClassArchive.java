package com.maayegue.maintenance.emulators;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What an emulator loads at its start, in a form that the next one maps instead of reading each
 * class: <a href="https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html">class data
 * sharing</a>. Made once for a jar and a Java, by a start of its own; starts then take half as much
 * of the processor. Without it everything works as well.
 */
final class ClassArchive {
  private static final String ARCHIVE = "classes.jsa";
  // Writing takes two seconds of the processor, which others may want too.
  private static final Duration WRITING = Duration.ofSeconds(60);

  private ClassArchive() {}

  /** The option that makes Java use the archive; none where there is no archive to be had. */
  static List<String> optionsFor(EmulatorProgram program) throws IOException {
    Path archive;
    try {
      archive =
          CacheFolder.ofUser()
              .once("classes-" + identity(program), folder -> make(program, folder))
              .resolve(ARCHIVE);
    } catch (ExitedEarly refused) {
      // Whoever starts it next gets to know why.
      return List.of();
    }
    return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
  }

  /** Java refuses an archive of another Java, or of a jar that has changed since. */
  private static String identity(EmulatorProgram program) throws IOException {
    Path jar = program.jar();
    String identity =
        String.join(
            "|",
            System.getProperty("java.home"),
            System.getProperty("java.vm.version"),
            program.mainClass(),
            jar.toAbsolutePath().toString(),
            Long.toString(Files.size(jar)),
            Files.getLastModifiedTime(jar).toString());
    return CacheFolder.hash(identity.getBytes(StandardCharsets.UTF_8));
  }

  private static void make(EmulatorProgram program, Path folder) throws IOException {
    List<String> record = List.of("-XX:ArchiveClassesAtExit=" + folder.resolve(ARCHIVE));
    ChildProcess trial =
        Loopback.start(0, port -> program.start(port, folder.resolve("trial.log"), record));
    trial.end(WRITING);
  }
}
