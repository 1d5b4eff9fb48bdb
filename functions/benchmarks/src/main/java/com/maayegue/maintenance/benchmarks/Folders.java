package com.maayegue.maintenance.benchmarks;

import java.nio.file.Path;

/**
 * Where things are.
 *
 * @param functions the modules
 * @param target this module's build folder
 */
record Folders(Path functions, Path target) {
  /** Holds the results. */
  Path results() {
    return target.resolve("benchmarks");
  }

  /** The functions of this module. */
  Path obviousFunctions() {
    return target.resolve("obvious-functions.jar");
  }

  /** A function's deployable jar. */
  Path deployable(String function) {
    return functions.resolve(Path.of(function, "target", "deploy", function + ".jar"));
  }
}
