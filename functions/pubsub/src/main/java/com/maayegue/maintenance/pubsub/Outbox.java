package com.maayegue.maintenance.pubsub;

import com.maayegue.maintenance.core.Failure;
import com.maayegue.maintenance.core.RunLog;
import java.io.IOException;

/**
 * What a function tells the others: alerts, and messages to topics. What Pub/Sub refuses for good
 * is said in the log, as nothing that is done again would help.
 */
public final class Outbox {
  private final TopicPublisher publisher;
  private final String alertTopic;
  private final RunLog log;

  /** Alerts go to {@code alertTopic}. */
  public Outbox(TopicPublisher publisher, String alertTopic, RunLog log) {
    this.publisher = publisher;
    this.alertTopic = alertTopic;
    this.log = log;
  }

  /**
   * Publishes an alert; returns when Pub/Sub has it.
   *
   * @throws TopicPublisher.PublishFailure if Pub/Sub refuses it for now
   * @throws IOException if Pub/Sub cannot be reached
   */
  public void alert(Alert alert) throws IOException, InterruptedException {
    publish(alertTopic, alert.toJson());
  }

  /**
   * Publishes a message; returns when Pub/Sub has it.
   *
   * @return whether Pub/Sub took it: false if it refused it for good
   * @throws TopicPublisher.PublishFailure if Pub/Sub refuses it for now
   * @throws IOException if Pub/Sub cannot be reached
   */
  public boolean publish(String topic, String json) throws IOException, InterruptedException {
    try {
      publisher.publish(topic, json);
      return true;
    } catch (TopicPublisher.PublishFailure refused) {
      if (Failure.ofStatus(refused.status()) == Failure.TRANSIENT) {
        throw refused;
      }
      log.error(refused.getMessage() + "; not published: " + json);
      return false;
    }
  }
}
