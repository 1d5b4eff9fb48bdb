package com.maayegue.maintenance.benchmarks;

import java.nio.file.Path;
import java.util.Map;

/**
 * One way of doing the job.
 *
 * @param name for tables
 * @param jar its deployable
 * @param target its entry class
 * @param env what it gets besides the addresses of the emulators
 * @param limitSeconds after which it is stopped
 */
record Contender(String name, Path jar, String target, Map<String, String> env, int limitSeconds) {
  // Beyond what any of them needs; an event function is stopped after 540 s.
  private static final int USUAL_LIMIT = 540;

  Contender {
    env = Map.copyOf(env);
  }

  /** A version of this module. */
  static Contender obvious(String name, Folders folders, Class<?> function) {
    return new Contender(
        name, folders.obviousFunctions(), function.getName(), Map.of(), USUAL_LIMIT);
  }

  /** A deployable of this project. */
  static Contender deployable(
      String name, Folders folders, String function, String target, Map<String, String> env) {
    return new Contender(name, folders.deployable(function), target, env, USUAL_LIMIT);
  }

  /** The same, stopped after a time. */
  Contender within(int seconds) {
    return new Contender(name, jar, target, env, seconds);
  }
}
