package com.maayegue.maintenance.alertchannels;

import java.util.Map;

/**
 * An e-mail.
 *
 * @param id of this mail, the same when it is sent again, so that a mailbox can tell
 * @param thread mails of one thread are shown together
 * @param subject one line
 * @param pictures PNG by the content id that the HTML shows them by, as {@code cid:} and the id;
 *     letters, digits, '.' and '-'
 */
public record Mail(
    String id,
    String thread,
    String to,
    String subject,
    String text,
    String html,
    Map<String, byte[]> pictures) {
  /** A mail without pictures. */
  public Mail(String id, String thread, String to, String subject, String text, String html) {
    this(id, thread, to, subject, text, html, Map.of());
  }
}
