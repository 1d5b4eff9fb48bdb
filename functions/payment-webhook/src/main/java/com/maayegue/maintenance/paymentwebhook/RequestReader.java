package com.maayegue.maintenance.paymentwebhook;

import com.google.cloud.functions.HttpRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Reads requests of strangers: what is there twice, is too long, or takes too long, is refused.
 * Safe for several threads.
 */
final class RequestReader {
  /** The longest body, in bytes. */
  static final int MOST_BYTES = 256 * 1024;

  private final Duration timeLimit;
  private final ScheduledThreadPoolExecutor watch;

  /**
   * Reads each body within a time.
   *
   * @param timeLimit from the first look at a body to its end, however slowly it comes
   */
  RequestReader(Duration timeLimit) {
    this.timeLimit = timeLimit;
    watch =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "ends-slow-requests");
              thread.setDaemon(true);
              return thread;
            });
    watch.setRemoveOnCancelPolicy(true);
  }

  /**
   * The path, if it was written plainly: without escapes, dots or parameters that servers resolve.
   *
   * @throws Refusal if it was not
   */
  String path(HttpRequest request) {
    String uri = request.getUri();
    int start = uri.startsWith("/") ? 0 : uri.indexOf('/', uri.indexOf("://") + 3);
    int query = uri.indexOf('?');
    String written = start < 0 ? "" : uri.substring(start, query < start ? uri.length() : query);
    if (!written.equals(request.getPath())) {
      throw noSuchPath();
    }
    return written;
  }

  static Refusal noSuchPath() {
    return new Refusal(404, "no such path");
  }

  /**
   * The method, if it is one of {@code allowed}.
   *
   * @throws Refusal if it is not
   */
  String method(HttpRequest request, Set<String> allowed) {
    if (!allowed.contains(request.getMethod())) {
      throw new Refusal(405, "expected " + String.join(" or ", allowed.stream().sorted().toList()));
    }
    return request.getMethod();
  }

  /**
   * A header that has to be there once.
   *
   * @throws Refusal if it is not
   */
  String header(HttpRequest request, String name) {
    List<String> values = request.getHeaders().getOrDefault(name, List.of());
    if (values.size() != 1) {
      throw new Refusal(401, name + ": expected this header once");
    }
    return values.get(0);
  }

  /**
   * The type of the body, in lower case, if it is one of {@code accepted} in UTF-8.
   *
   * @throws Refusal if it is not, or the body is compressed: nobody's is, and a small one could
   *     become a large one
   */
  String mediaType(HttpRequest request, Set<String> accepted) {
    List<String> values = request.getHeaders().getOrDefault("Content-Type", List.of());
    if (request.getHeaders().containsKey("Content-Encoding") || values.size() != 1) {
      throw new Refusal(415, "expected one Content-Type and no Content-Encoding");
    }
    String[] parts = values.get(0).toLowerCase(Locale.ROOT).split(";", -1);
    String mediaType = parts[0].strip();
    String parameter = parts.length == 2 ? parts[1].strip() : "charset=utf-8";
    boolean utf8 = parameter.equals("charset=utf-8") || parameter.equals("charset=\"utf-8\"");
    if (!accepted.contains(mediaType) || parts.length > 2 || !utf8) {
      throw new Refusal(
          415, "expected " + String.join(" or ", accepted.stream().sorted().toList()));
    }
    return mediaType;
  }

  /**
   * Returns if the request has no query.
   *
   * @throws Refusal if it has: a parameter could be there and in the body
   */
  void requireNoQuery(HttpRequest request) {
    if (request.getQuery().isPresent()) {
      throw new Refusal(400, "expected all parameters in the body, and none in the query");
    }
  }

  /**
   * Returns if the request has no body.
   *
   * @throws Refusal if it has
   */
  void requireNoBody(HttpRequest request) {
    if (request.getContentLength() > 0 || request.getHeaders().containsKey("Transfer-Encoding")) {
      throw new Refusal(400, "expected all parameters in the query, and no body");
    }
  }

  /**
   * Reads the body.
   *
   * @throws Refusal if it is longer than {@value #MOST_BYTES} bytes, does not come in time, or
   *     breaks off
   */
  byte[] body(HttpRequest request) {
    if (request.getContentLength() > MOST_BYTES) {
      throw tooLong();
    }
    Deadline deadline = new Deadline(Thread.currentThread());
    ScheduledFuture<?> scheduled =
        watch.schedule(deadline, timeLimit.toMillis(), TimeUnit.MILLISECONDS);
    byte[] body;
    try {
      body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    } catch (IOException | RuntimeException broken) {
      // The server's own errors are among them: a chunk that is none, a connection that is closed.
      throw deadline.passed()
          ? new Refusal(408, "the body did not come in time")
          : new Refusal(400, "the body broke off");
    } finally {
      scheduled.cancel(false);
      deadline.end();
    }
    if (body.length > MOST_BYTES) {
      throw tooLong();
    }
    return body;
  }

  private static Refusal tooLong() {
    return new Refusal(413, "expected at most " + MOST_BYTES + " bytes");
  }

  /** Interrupts a thread that still reads when the time is over, and no other. */
  private static final class Deadline implements Runnable {
    private final Thread reader;
    private boolean ended;
    private boolean passed;

    Deadline(Thread reader) {
      this.reader = reader;
    }

    @Override
    public synchronized void run() {
      if (!ended) {
        passed = true;
        reader.interrupt();
      }
    }

    synchronized boolean passed() {
      return passed;
    }

    /** After this, the thread is not interrupted, nor has a mark that it was. */
    synchronized void end() {
      ended = true;
      if (passed) {
        Thread.interrupted();
      }
    }
  }
}
