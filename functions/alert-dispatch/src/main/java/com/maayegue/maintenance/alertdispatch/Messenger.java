package com.maayegue.maintenance.alertdispatch;

import com.maayegue.maintenance.alertchannels.EmailChannel;
import com.maayegue.maintenance.alertchannels.Mail;
import com.maayegue.maintenance.alertchannels.PagerDutyChannel;
import com.maayegue.maintenance.alertchannels.Receipt;
import com.maayegue.maintenance.alertchannels.SlackChannel;
import com.maayegue.maintenance.alertchannels.TwilioChannel;
import com.maayegue.maintenance.alertdispatch.AlertRoutes.Person;
import com.maayegue.maintenance.pubsub.Alert.Severity;
import java.time.InstantSource;
import java.util.Optional;

/** Sends a delivery's message by its means. */
final class Messenger {
  private final Optional<EmailChannel> email;
  private final Optional<SlackChannel> slack;
  private final Optional<TwilioChannel> twilio;
  private final Optional<PagerDutyChannel> pagerDuty;

  Messenger(ChannelSettings settings, InstantSource clock) {
    email =
        settings
            .smtp()
            .map(server -> new EmailChannel(server, settings.patience(), Optional.empty(), clock));
    slack = settings.slack().map(url -> new SlackChannel(url, settings.patience(), clock));
    twilio =
        settings.twilio().map(account -> new TwilioChannel(account, settings.patience(), clock));
    pagerDuty =
        settings
            .pagerDuty()
            .map(
                duty ->
                    new PagerDutyChannel(
                        duty.base(), duty.routingKey(), settings.patience(), clock));
  }

  /** Sends one message. */
  Receipt send(Delivery delivery, Person person, AlertText text) throws InterruptedException {
    return switch (delivery.means()) {
      case EMAIL -> email.orElseThrow().send(mail(delivery, person, text));
      case SLACK -> slack.orElseThrow().send(text.subject(), text.slack());
      case SMS -> twilio.orElseThrow().sms(person.phone().orElseThrow(), text.sms());
      case CALL -> twilio.orElseThrow().call(person.phone().orElseThrow(), text.speech());
      case PAGERDUTY -> page(text);
    };
  }

  private static Mail mail(Delivery delivery, Person person, AlertText text) {
    String key = text.incident().key();
    return new Mail(
        key + "." + delivery.id(),
        key + "." + delivery.incident(),
        person.email().orElseThrow(),
        text.subject(),
        text.mail(),
        AlertHtml.mail(text));
  }

  private Receipt page(AlertText text) throws InterruptedException {
    PagerDutyChannel.Action action =
        switch (text.stage().kind()) {
          case STEP, REPEAT -> PagerDutyChannel.Action.TRIGGER;
          case ACKNOWLEDGED -> PagerDutyChannel.Action.ACKNOWLEDGE;
          case RESOLVED -> PagerDutyChannel.Action.RESOLVE;
        };
    Severity severity = text.facts().severity();
    return pagerDuty
        .orElseThrow()
        .send(
            action,
            text.incident().key(),
            text.facts().title(),
            text.app(),
            severity == Severity.HIGH ? "error" : JsonFields.word(severity));
  }

  /** How a call ended, if that is known. */
  Optional<TwilioChannel.CallState> callState(String sid) throws InterruptedException {
    return twilio.isPresent() ? twilio.get().callState(sid) : Optional.empty();
  }
}
