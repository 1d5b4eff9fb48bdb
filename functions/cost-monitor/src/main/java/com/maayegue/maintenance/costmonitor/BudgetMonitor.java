package com.maayegue.maintenance.costmonitor;

import com.maayegue.maintenance.core.RunOutcome;
import com.maayegue.maintenance.runrecords.FunctionParts;
import com.maayegue.maintenance.runrecords.Job;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Takes a budget notification: keeps it in the day's snapshot, and tells people of a level that it
 * reaches. Google sends one several times a day, whatever has changed: what says the same again
 * changes nothing. Never stops billing nor anything else. Safe to repeat.
 */
final class BudgetMonitor {
  private final CostSettings settings;
  private final Snapshots snapshots;
  private final LimitNotices notices;

  BudgetMonitor(CostSettings settings, FunctionParts parts) {
    this.settings = settings;
    snapshots = new Snapshots(parts.firestore());
    notices = new LimitNotices(parts);
  }

  RunOutcome run(Job.Frame frame, Map<String, String> attributes, Instant published)
      throws IOException, InterruptedException, ExecutionException {
    BudgetNotice notice;
    try {
      notice = BudgetNotice.from(frame.message(), attributes, published);
    } catch (IllegalArgumentException unreadable) {
      return new RunOutcome.Failed("message", unreadable.getMessage());
    }
    LocalDate day = frame.now().atZone(settings.common().timeZone()).toLocalDate();
    History history = snapshots.history(day);
    Budget news = Budget.of(notice, settings.quotaZone());
    Budget budget =
        history.budgets().stream()
            .filter(each -> each.key().equals(news.key()))
            .findFirst()
            .map(before -> before.and(news))
            .orElse(news);
    List<LimitPolicy.Due> due =
        LimitPolicy.due(Watched.of(budget, Optional.empty()).stream().toList(), history.told());
    Map<String, Long> counts = Map.of("alerts", (long) due.size());
    if (frame.dryRun()) {
      return new RunOutcome.Done(Map.of("wouldAlert", (long) due.size()));
    }
    List<Told> told = notices.tell(due, frame.now());
    boolean changed = snapshots.addBudgets(day, List.of(budget), told);
    return changed
        ? new RunOutcome.Done(counts)
        : new RunOutcome.Skipped(counts, "the budget notification says what is known already");
  }
}
