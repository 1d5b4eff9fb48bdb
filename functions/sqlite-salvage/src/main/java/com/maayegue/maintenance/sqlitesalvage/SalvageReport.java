package com.maayegue.maintenance.sqlitesalvage;

import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * What came from where.
 *
 * @param tables each ordinary table, in the order of the schema
 * @param unattributedRows rows on undamaged pages that nothing leads to, and of which it cannot be
 *     told which table's they are; they are left out
 * @param foreignKeyViolations rows whose parents are missing, by table; those the damaged database
 *     had are among them
 * @param notes what was made anew or left out: names of objects, no contents
 */
public record SalvageReport(
    List<TableOutcome> tables,
    long unattributedRows,
    SortedMap<String, Long> foreignKeyViolations,
    List<String> notes) {
  /** Copies the lists. */
  public SalvageReport {
    tables = List.copyOf(tables);
    notes = List.copyOf(notes);
  }

  /**
   * What became of one table.
   *
   * @param damaged whether any of its pages is
   * @param fromLive rows of undamaged pages
   * @param fromDamagedPages rows that are whole though their page is damaged
   * @param fromBackup rows that are the backup's, as they cannot be read any more
   * @param refused rows that break a constraint, so that no intact database can have them
   * @param lost rows that were there and are neither readable nor in the backup; absent if nothing
   *     is left that says which rows there were
   * @param deletedSince rows of the backup that stay away, as an undamaged index says that the
   *     damaged database had deleted them
   */
  public record TableOutcome(
      String table,
      boolean damaged,
      long fromLive,
      long fromDamagedPages,
      long fromBackup,
      long refused,
      OptionalLong lost,
      long deletedSince) {}
}
