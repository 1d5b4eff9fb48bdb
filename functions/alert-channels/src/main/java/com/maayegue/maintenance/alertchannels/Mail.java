package com.maayegue.maintenance.alertchannels;

/**
 * An e-mail.
 *
 * @param id of this mail, the same when it is sent again, so that a mailbox can tell
 * @param thread mails of one thread are shown together
 * @param subject one line
 */
public record Mail(String id, String thread, String to, String subject, String text, String html) {}
