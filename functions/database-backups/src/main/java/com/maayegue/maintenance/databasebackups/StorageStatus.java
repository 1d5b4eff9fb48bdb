package com.maayegue.maintenance.databasebackups;

import com.google.cloud.storage.StorageException;

/** What Cloud Storage answered, wherever in a failure it is said. */
final class StorageStatus {
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int PRECONDITION_FAILED = 412;

  private StorageStatus() {}

  /** Whether {@code status} is the answer that led to {@code failure}. */
  static boolean is(int status, Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof StorageException answer && answer.getCode() == status) {
        return true;
      }
    }
    return false;
  }
}
