package com.maayegue.maintenance.paymentwebhook;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.maayegue.maintenance.core.Failure;
import com.maayegue.maintenance.core.Retry;
import com.maayegue.maintenance.pubsub.TopicPublisher;
import com.maayegue.maintenance.pubsub.TopicPublisher.Message;
import com.maayegue.maintenance.pubsub.TopicPublisher.PublishFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeoutException;

/**
 * Publishes events, and returns when Pub/Sub has them. Events that come while others are on their
 * way go together in the next request. After a failure that may pass it tries again, so an event
 * may be published twice: its id tells. Safe for several threads.
 */
final class EventPublisher {
  private static final int MOST_REQUESTS = 4;
  private static final int MOST_MESSAGES = 100;
  // After this, no other try is begun.
  private static final Duration TIME_LIMIT = Duration.ofSeconds(8);
  // A provider gives up waiting sooner or later; then it should have been told to come again.
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Retry RETRY = new Retry(3, Duration.ofMillis(100));

  private final TopicPublisher publisher;
  private final String topic;
  private final InstantSource clock;
  private final ThreadPoolExecutor senders;
  private final ConcurrentLinkedQueue<Waiting> queue = new ConcurrentLinkedQueue<>();

  EventPublisher(TopicPublisher publisher, String topic, InstantSource clock) {
    this.publisher = publisher;
    this.topic = topic;
    this.clock = clock;
    senders =
        new ThreadPoolExecutor(
            MOST_REQUESTS,
            MOST_REQUESTS,
            30,
            SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "publishes-events");
              thread.setDaemon(true);
              return thread;
            });
    senders.allowCoreThreadTimeOut(true);
  }

  /**
   * Publishes an event.
   *
   * @throws IOException if Pub/Sub does not have it; it may still get it
   */
  void publish(PaymentEvent event) throws IOException, InterruptedException {
    Map<String, String> attributes = Map.of("eventId", event.id(), "provider", event.provider());
    Waiting mine = new Waiting(new Message(event.toJson(), attributes), new CompletableFuture<>());
    queue.add(mine);
    // As many sendings as events, so none is left: those that find nothing left end at once.
    senders.execute(this::sendNext);
    try {
      mine.published().get(PATIENCE.toSeconds(), SECONDS);
    } catch (ExecutionException failure) {
      throw new IOException(failure.getCause().getMessage(), failure.getCause());
    } catch (TimeoutException late) {
      queue.remove(mine);
      throw new IOException("Pub/Sub did not answer within " + PATIENCE, late);
    }
  }

  private List<Waiting> next() {
    List<Waiting> batch = new ArrayList<>();
    Waiting waiting = queue.poll();
    while (waiting != null) {
      batch.add(waiting);
      waiting = batch.size() < MOST_MESSAGES ? queue.poll() : null;
    }
    return batch;
  }

  private void sendNext() {
    List<Waiting> batch = next();
    if (batch.isEmpty()) {
      return;
    }
    Exception failed = new IOException("the sending was stopped");
    try {
      List<Message> messages = batch.stream().map(Waiting::message).toList();
      RETRY.call(
          () -> {
            publisher.publish(topic, messages);
            return true;
          },
          EventPublisher::mayPass,
          clock,
          clock.instant().plus(TIME_LIMIT));
      batch.forEach(waiting -> waiting.published().complete(null));
    } catch (Exception failure) {
      failed = failure;
    } finally {
      for (Waiting waiting : batch) {
        waiting.published().completeExceptionally(failed);
      }
    }
  }

  private static boolean mayPass(Throwable failure) {
    return failure instanceof PublishFailure refused
        ? Failure.ofStatus(refused.status()) == Failure.TRANSIENT
        : failure instanceof IOException;
  }

  private record Waiting(Message message, CompletableFuture<Void> published) {}
}
