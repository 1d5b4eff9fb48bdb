package com.maayegue.maintenance.alertchannels;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import java.util.OptionalInt;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * What a failure of SMTP means: replies of the 400s may pass, those of the 500s are for good (<a
 * href="https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1">RFC 5321</a>). The server's text is
 * left out, as it names addresses.
 */
final class SmtpFailure {
  private static final int FIRST_FOR_GOOD = 500;

  private SmtpFailure() {}

  /** Nothing was sent yet. */
  static Receipt beforeSending(MessagingException failure) {
    if (failure instanceof AuthenticationFailedException) {
      return Receipt.Failed.forGood("the SMTP server refuses user and password");
    }
    if (failure instanceof AddressException) {
      return Receipt.Failed.forGood("an e-mail address is none");
    }
    return Receipt.Failed.forNow("the SMTP server cannot be reached: " + cause(failure));
  }

  /** The server went silent, or refused. */
  static Receipt whileSending(MessagingException failure) {
    OptionalInt code = code(failure);
    if (code.isEmpty()) {
      return new Receipt.Unknown("the SMTP server did not answer: " + cause(failure));
    }
    String reason = "the SMTP server answered " + code.getAsInt();
    return code.getAsInt() < FIRST_FOR_GOOD
        ? Receipt.Failed.forNow(reason)
        : Receipt.Failed.forGood(reason);
  }

  /** The server's code for the recipient, if it refused that, or for the mail. */
  private static OptionalInt code(MessagingException failure) {
    OptionalInt found = OptionalInt.empty();
    Exception at = failure;
    while (at instanceof MessagingException next) {
      int code = ofOne(next);
      if (code >= 400) {
        found = OptionalInt.of(code);
      }
      at = next.getNextException();
    }
    return found;
  }

  private static int ofOne(MessagingException failure) {
    if (failure instanceof SMTPAddressFailedException address) {
      return address.getReturnCode();
    }
    if (failure instanceof SMTPSenderFailedException sender) {
      return sender.getReturnCode();
    }
    return failure instanceof SMTPSendFailedException send ? send.getReturnCode() : -1;
  }

  private static String cause(MessagingException failure) {
    Exception next = failure.getNextException();
    return Posting.name(next == null ? failure : next);
  }
}
