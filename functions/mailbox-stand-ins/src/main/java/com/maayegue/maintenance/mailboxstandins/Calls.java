package com.maayegue.maintenance.mailboxstandins;

import java.util.HashMap;
import java.util.Map;

/** Calls that were placed, and how they end. */
final class Calls {
  private static final String ANSWERED = "completed";

  private final Map<String, String> endByNumber = new HashMap<>();
  private final Map<String, String> numberBySid = new HashMap<>();

  /** From now on, calls to {@code number} end as {@code status}. */
  synchronized void end(String number, String status) {
    endByNumber.put(number, status);
  }

  synchronized void placed(String sid, String number) {
    numberBySid.put(sid, number);
  }

  /** Twilio's word for how a call stands; null for one that was never placed. */
  synchronized String status(String sid) {
    String number = numberBySid.get(sid);
    return number == null ? null : endByNumber.getOrDefault(number, ANSWERED);
  }

  synchronized void clear() {
    endByNumber.clear();
    numberBySid.clear();
  }
}
