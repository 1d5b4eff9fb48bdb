package com.maayegue.maintenance.databasebackups;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests with a shelf that is empty at the beginning of each. */
abstract class WithShelf {
  @TempDir private static Path folder;
  static Shelf shelf;

  @BeforeAll
  static void start() throws Exception {
    shelf = new Shelf(folder);
  }

  @AfterAll
  static void stop() {
    shelf.close();
  }

  @BeforeEach
  void clear() {
    shelf.clear();
  }
}
