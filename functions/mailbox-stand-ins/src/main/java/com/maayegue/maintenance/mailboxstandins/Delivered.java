package com.maayegue.maintenance.mailboxstandins;

import java.time.Instant;
import java.util.Optional;

/**
 * One message that would have reached a person.
 *
 * @param number from 1, in the order of arrival
 * @param to an address, a phone number, or the name of a Slack or PagerDuty channel
 * @param subject of a mail; empty for what has none
 * @param text as a person would read or hear it
 * @param html of a mail
 * @param raw what came over the wire, bounded
 */
public record Delivered(
    int number,
    Medium medium,
    Instant at,
    String to,
    String subject,
    String text,
    Optional<String> html,
    String raw) {
  /** How it came. */
  public enum Medium {
    EMAIL("Courriel", "E-mail"),
    SLACK("Slack", "Slack"),
    SMS("SMS", "Text message"),
    CALL("Appel", "Phone call"),
    PAGERDUTY("PagerDuty", "PagerDuty");

    private final String french;
    private final String english;

    Medium(String french, String english) {
      this.french = french;
      this.english = english;
    }

    String french() {
      return french;
    }

    String english() {
      return english;
    }
  }
}
