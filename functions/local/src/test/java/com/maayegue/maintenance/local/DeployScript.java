package com.maayegue.maintenance.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code functions/deploy}, run to its end.
 *
 * @param exitCode 0 when it is content
 * @param output what it wrote to either output
 */
record DeployScript(int exitCode, String output) {

  /** Runs it with nothing of this process's environment but where programs are. */
  static DeployScript run(Repository repository, Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", "functions/deploy"));
    command.addAll(arguments);
    return run(repository.root(), folder, command, Map.of());
  }

  /** Runs a command of the machine; {@code folder} is its home. */
  static DeployScript run(
      Path where, Path folder, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "command-", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(log.toFile());
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().put("HOME", folder.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(4, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException(command + " does not end: " + Files.readString(log));
    }
    return new DeployScript(process.exitValue(), Files.readString(log));
  }

  /** The commands that it shows, each as its words. */
  List<List<String>> commands() {
    return output.lines().filter(line -> !line.startsWith("#")).map(DeployScript::words).toList();
  }

  /** What a shell makes of a line that has no quotes but single ones. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char at = line.charAt(i);
      if (at == '\'') {
        quoted = !quoted;
      } else if (quoted) {
        word.append(at);
      } else if (at == '\\') {
        i++;
        word.append(line.charAt(i));
      } else if (at == ' ') {
        words.add(word.toString());
        word.setLength(0);
      } else {
        word.append(at);
      }
    }
    words.add(word.toString());
    return words;
  }
}
