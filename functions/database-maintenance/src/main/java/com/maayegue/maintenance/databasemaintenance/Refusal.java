package com.maayegue.maintenance.databasemaintenance;

/** A run must not go on. The live database is as it was; trying again at once does not help. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * A refusal.
   *
   * @param reason one word for the kind, such as {@code breaker}, by which the playbook is read
   */
  Refusal(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** One word for the kind. */
  String reason() {
    return reason;
  }
}
