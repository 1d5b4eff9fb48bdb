package com.maayegue.maintenance.local;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the counts of run records are called, and which of them a short summary shows. */
final class CountLabels {
  private static final String PROTECTED = "protected.";
  private static final Map<String, Label> SHOWN = new LinkedHashMap<>();

  static {
    show("documents", "documents vus", "documents seen");
    show("accounts", "comptes vus", "accounts seen");
    show("alive", "actifs", "active");
    show("inactive", "inactifs, sans protection", "inactive, unprotected");
    show("protected", "inactifs, mais protégés", "inactive, but protected");
    show("kept.unreadable", "gardés : date illisible", "kept: unreadable date");
    show("kept.withoutField", "gardés : sans date", "kept: no date");
    show("wouldNotice", "recevraient un préavis", "would get a notice");
    show("noticed", "préavis donnés", "notices given");
    show("noticed.withoutEmail", "dont sans adresse", "of these without address");
    show("wouldDelete", "seraient supprimés", "would be deleted");
    show("wouldDelete.costXaf", "coût au plus, en FCFA", "cost at most, in XAF");
    show("waiting", "préavis en cours", "notice period running");
    show("returned", "revenus, donc gardés", "came back, so kept");
    show("disabledInSqlite", "désactivés dans SQLite", "disabled in SQLite");
    show("deleted", "supprimés", "deleted");
  }

  private CountLabels() {}

  private static void show(String count, String french, String english) {
    SHOWN.put(count, new Label(french, english));
  }

  /** The counts that are shown, in the order of the table; those that are 0 are left out. */
  static Map<Label, Long> of(Map<String, Long> counts) {
    Map<String, Long> all = new LinkedHashMap<>(counts);
    counts.forEach(
        (name, count) -> {
          if (name.startsWith(PROTECTED)) {
            all.merge("protected", count, Long::sum);
          }
        });
    Map<Label, Long> shown = new LinkedHashMap<>();
    SHOWN.forEach(
        (name, label) -> {
          long count = all.getOrDefault(name, 0L);
          if (count != 0) {
            shown.put(label, count);
          }
        });
    return shown;
  }
}
