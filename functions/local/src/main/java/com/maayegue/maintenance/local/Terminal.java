package com.maayegue.maintenance.local;

import java.util.Map;

/**
 * What the output can show.
 *
 * @param moves whether a line can be drawn again
 * @param colours whether it may be in colour
 */
record Terminal(boolean moves, boolean colours) {
  /**
   * Finds out.
   *
   * @param wanted {@code true} or {@code false} say so; anything else asks the system
   * @param environment in which NO_COLOR forbids colours: https://no-color.org
   */
  // The launcher sets jdk.console, so that it is null without a terminal on every JDK.
  @SuppressWarnings("SystemConsoleNull")
  static Terminal of(String wanted, Map<String, String> environment) {
    boolean terminal =
        switch (wanted) {
          case "true" -> true;
          case "false" -> false;
          default -> System.console() != null && !"dumb".equals(environment.get("TERM"));
        };
    return new Terminal(terminal, terminal && environment.getOrDefault("NO_COLOR", "").isEmpty());
  }
}
