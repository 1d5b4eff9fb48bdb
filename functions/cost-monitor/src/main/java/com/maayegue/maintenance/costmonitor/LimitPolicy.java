package com.maayegue.maintenance.costmonitor;

import com.maayegue.maintenance.costmonitor.Told.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Of what people are told, and when that is over. Pure. */
final class LimitPolicy {
  /** An alert ends this far below its level, in points: not at each wobble around it. */
  private static final double MARGIN = 5;

  private LimitPolicy() {}

  /**
   * What people are to be told of now.
   *
   * @param level the highest that is reached
   * @param done what need not be told any more once this was: it, and lower levels
   */
  record Due(Watched watched, Level level, List<Told> done) {
    Told told() {
      return new Told(watched.key(), level, watched.month());
    }
  }

  /** What is reached and was not told this month. Of several levels at once, the highest. */
  static List<Due> due(Collection<Watched> all, Set<Told> told) {
    List<Due> due = new ArrayList<>();
    for (Watched watched : all) {
      reached(watched.usedPercent())
          .filter(level -> !told.contains(new Told(watched.key(), level, watched.month())))
          .ifPresent(level -> due.add(new Due(watched, level, upTo(level, watched))));
      Told forecast = new Told(watched.key(), Level.FORECAST, watched.month());
      if (watched.willCross() && watched.usedPercent() < 100 && !told.contains(forecast)) {
        due.add(new Due(watched, Level.FORECAST, List.of(forecast)));
      }
    }
    return due;
  }

  private static Optional<Level> reached(double usedPercent) {
    Level highest = null;
    for (Level level : Level.values()) {
      // Rounding must not hide a level that is reached.
      if (level != Level.FORECAST && usedPercent >= level.percent() - 1e-9) {
        highest = level;
      }
    }
    return Optional.ofNullable(highest);
  }

  private static List<Told> upTo(Level highest, Watched watched) {
    List<Told> done = new ArrayList<>();
    for (Level level : Level.values()) {
      if (level != Level.FORECAST && level.percent() <= highest.percent()) {
        done.add(new Told(watched.key(), level, watched.month()));
      }
    }
    return done;
  }

  /** What was told and is over: its month is, or what can fall has fallen clearly. */
  static List<Told> over(Collection<Watched> all, Set<Told> told) {
    List<Told> over = new ArrayList<>();
    for (Told each : told) {
      for (Watched watched : all) {
        if (watched.key().equals(each.metric()) && isOver(each, watched)) {
          over.add(each);
        }
      }
    }
    return over;
  }

  private static boolean isOver(Told told, Watched watched) {
    if (watched.month().isAfter(told.month())) {
      return true;
    }
    if (told.level() == Level.FORECAST) {
      return watched.knowsForecast() && !watched.willCross() && watched.usedPercent() < 100;
    }
    return watched.canFall() && watched.usedPercent() < told.level().percent() - MARGIN;
  }
}
