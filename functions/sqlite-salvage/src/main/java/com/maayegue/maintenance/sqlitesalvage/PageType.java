package com.maayegue.maintenance.sqlitesalvage;

import java.util.Optional;

/** What a page of a b-tree is; its first byte says so. */
enum PageType {
  INDEX_INTERIOR(2),
  TABLE_INTERIOR(5),
  INDEX_LEAF(10),
  TABLE_LEAF(13);

  private final int flag;

  PageType(int flag) {
    this.flag = flag;
  }

  static Optional<PageType> of(byte flag) {
    for (PageType type : values()) {
      if (type.flag == flag) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  boolean interior() {
    return this == INDEX_INTERIOR || this == TABLE_INTERIOR;
  }

  /** The length of a page's header. */
  int header() {
    return interior() ? 12 : 8;
  }
}
