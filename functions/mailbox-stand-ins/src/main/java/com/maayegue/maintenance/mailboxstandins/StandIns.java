package com.maayegue.maintenance.mailboxstandins;

import com.maayegue.maintenance.mailboxstandins.Delivered.Medium;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Everything that alerts go to, on 127.0.0.1: an SMTP mailbox, and an HTTP server that answers as
 * Twilio, Slack and PagerDuty do. What comes is kept in memory, and shown as pages at {@link
 * #page()}.
 *
 * <p>{@code SMTP_HOST} is 127.0.0.1, {@code SMTP_PORT} {@link #smtpPort()}, {@code TWILIO_BASE_URL}
 * and {@code PAGERDUTY_BASE_URL} are {@link #base()}, {@code SLACK_WEBHOOK_URL} is {@link
 * #slackWebhook()}.
 */
public final class StandIns implements AutoCloseable {
  private final Archive archive;
  private final Faults faults = new Faults();
  private final Calls calls = new Calls();
  private final Mailbox mailbox;
  private final HttpServer server;
  private final ExecutorService threads;

  private StandIns(Archive archive, Mailbox mailbox, HttpServer server) {
    this.archive = archive;
    this.mailbox = mailbox;
    this.server = server;
    this.threads = Executors.newCachedThreadPool(StandIns::thread);
  }

  /** Starts both on free ports. */
  public static StandIns start() throws IOException {
    return start(0, 0);
  }

  /**
   * Starts both.
   *
   * @param httpPort 0 for a free one
   * @param smtpPort 0 for a free one
   * @throws IOException when a port is taken
   */
  public static StandIns start(int httpPort, int smtpPort) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, httpPort), 0);
    Archive archive = new Archive(InstantSource.system());
    StandIns standIns = new StandIns(archive, Mailbox.start(smtpPort, archive), server);
    standIns.serve();
    return standIns;
  }

  private void serve() {
    server.createContext("/2010-04-01/", new TwilioStandIn(archive, faults, calls));
    server.createContext("/slack", new SlackStandIn(archive, faults));
    server.createContext("/v2/enqueue", new PagerDutyStandIn(archive, faults));
    server.createContext("/", new Pages(this::delivered));
    server.setExecutor(threads);
    server.start();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "stand-ins");
    thread.setDaemon(true);
    return thread;
  }

  /** The mailbox's port on 127.0.0.1; it speaks no TLS. */
  public int smtpPort() {
    return mailbox.port();
  }

  /** What stands for {@code https://api.twilio.com} and {@code https://events.pagerduty.com}. */
  public URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What stands for a Slack webhook. */
  public URI slackWebhook() {
    return base().resolve("/slack/alerts");
  }

  /** Where a person sees what was sent. */
  public URI page() {
    return base().resolve("/");
  }

  /** All that came, in order. */
  public List<Delivered> delivered() {
    return archive.all();
  }

  /** All that came by one medium, in order. */
  public List<Delivered> delivered(Medium medium) {
    return delivered().stream().filter(each -> each.medium() == medium).toList();
  }

  /**
   * From now on, calls to a number end so.
   *
   * @param status Twilio's word: completed, busy, no-answer, failed, canceled, ringing
   */
  public void endCalls(String number, String status) {
    calls.end(number, status);
  }

  /**
   * Answers the next request of a medium so, and keeps no message of it. Several are used in turn.
   *
   * @param status HTTP status; 0 keeps the message and closes the connection without an answer
   */
  public void answerNext(Medium medium, int status, Map<String, String> headers, String body) {
    faults.add(medium, new Faults.Fault(status, headers, body));
  }

  /** Forgets everything. */
  public void clear() {
    archive.clear();
    faults.clear();
    calls.clear();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    mailbox.close();
  }
}
