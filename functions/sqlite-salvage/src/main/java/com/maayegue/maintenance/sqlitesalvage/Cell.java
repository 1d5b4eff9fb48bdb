package com.maayegue.maintenance.sqlitesalvage;

import java.util.Optional;

/**
 * An entry of a b-tree page.
 *
 * @param offset where it begins in its page
 * @param size in bytes, in its page
 * @param child the page below, 0 on a leaf
 * @param key the rowid, in a table
 * @param payload the length of the record, 0 inside a table's tree
 * @param start where the record begins in the page
 * @param local how much of the record is in the page
 * @param overflow the page where it goes on, 0 if it does not
 */
record Cell(
    int offset, int size, long child, long key, int payload, int start, int local, long overflow) {
  private static final int LEAST_SIZE = 4;

  /** The cell at {@code offset}, if there can be one. */
  static Optional<Cell> read(PageFile file, byte[] page, int offset, PageType type) {
    int at = offset;
    long child = 0;
    if (type.interior()) {
      child = Bytes.u32(page, at);
      at += 4;
      if (child < 2 || !file.has(child)) {
        return Optional.empty();
      }
    }
    if (type == PageType.TABLE_INTERIOR) {
      int size = 4 + Bytes.varintLength(page, at);
      return Optional.of(new Cell(offset, size, child, Bytes.varint(page, at), 0, at, 0, 0));
    }
    long payload = Bytes.varint(page, at);
    at += Bytes.varintLength(page, at);
    long key = 0;
    if (type == PageType.TABLE_LEAF) {
      if (at >= file.pageSize()) {
        return Optional.empty();
      }
      key = Bytes.varint(page, at);
      at += Bytes.varintLength(page, at);
    }
    long most = Math.min(Integer.MAX_VALUE - 64L, (long) file.pages() * file.usable());
    if (payload < 1 || payload > most) {
      return Optional.empty();
    }
    int local = local((int) payload, file.usable(), type);
    boolean whole = local == payload;
    int end = at + local + (whole ? 0 : 4);
    if (end > file.usable()) {
      return Optional.empty();
    }
    long overflow = whole ? 0 : Bytes.u32(page, at + local);
    int size = Math.max(LEAST_SIZE, end - offset);
    return Optional.of(new Cell(offset, size, child, key, (int) payload, at, local, overflow));
  }

  /** How much of a payload is in the page: section 1.6 of the file format. */
  private static int local(int payload, int usable, PageType type) {
    int most = type == PageType.TABLE_LEAF ? usable - 35 : (usable - 12) * 64 / 255 - 23;
    if (payload <= most) {
      return payload;
    }
    int least = (usable - 12) * 32 / 255 - 23;
    int spread = least + (payload - least) % (usable - 4);
    return spread <= most ? spread : least;
  }

  int end() {
    return offset + size;
  }
}
