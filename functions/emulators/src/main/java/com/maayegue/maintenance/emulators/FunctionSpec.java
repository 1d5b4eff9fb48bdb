package com.maayegue.maintenance.emulators;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start a function.
 *
 * @param name for messages
 * @param jar its deployable jar, or a folder of classes
 * @param target its entry class, by its full name
 * @param env all that it gets as its environment, but for PATH, HOME and JAVA_HOME
 * @param jvmOptions such as {@code -Xmx256m}
 * @param log the file for its two outputs, emptied at the start
 */
public record FunctionSpec(
    String name,
    Path jar,
    String target,
    Map<String, String> env,
    List<String> jvmOptions,
    Path log) {
  /**
   * Options with which a process that runs for seconds takes the least of the processor. Classes
   * are not verified again: that is tried where functions start as Terraform says.
   *
   * @param heap such as {@code -Xmx192m}
   */
  public static List<String> quick(String heap) {
    return List.of(
        heap,
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:-BytecodeVerificationRemote");
  }

  /** Keeps copies. */
  public FunctionSpec {
    env = Map.copyOf(env);
    jvmOptions = List.copyOf(jvmOptions);
  }
}
