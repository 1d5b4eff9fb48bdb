package com.maayegue.maintenance.paymentwebhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Requests whose bodies come slowly, or never. */
final class SlowBodies {
  private SlowBodies() {}

  /** One that sends a byte now and then. */
  static boolean drippingEndsIn408(WireClient to) throws Exception {
    try (Socket dripping = to.connect()) {
      dripping.getOutputStream().write(chunkedHead("/campay"));
      long start = System.nanoTime();
      ExecutorService thread = Executors.newSingleThreadExecutor();
      try {
        Future<Integer> drops = thread.submit(() -> drip(dripping));
        assertThat(WireClient.status(dripping)).isEqualTo(408);
        assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
        assertThat(drops.get()).isPositive();
        return true;
      } finally {
        thread.shutdownNow();
      }
    }
  }

  /** One that sends a byte now and then, and one that sends none; both at once. */
  static boolean endIn408(WireClient to) throws Exception {
    try (Socket silent = to.connect()) {
      silent.getOutputStream().write(chunkedHead("/stripe"));
      boolean dripped = drippingEndsIn408(to);
      assertThat(WireClient.status(silent)).isEqualTo(408);
      return dripped;
    }
  }

  private static int drip(Socket socket) throws InterruptedException {
    int drops = 0;
    try {
      for (; drops < 300; drops++) {
        socket.getOutputStream().write("1\r\nx\r\n".getBytes(UTF_8));
        Thread.sleep(100);
      }
    } catch (IOException closed) {
      return drops;
    }
    return drops;
  }

  /** The beginning of a request whose body comes in chunks. */
  static byte[] chunkedHead(String path) {
    String type = path.equals("/stripe") ? "application/json" : "application/x-www-form-urlencoded";
    return ("POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            + type
            + "\r\nStripe-Signature: t=1,v1=a\r\nTransfer-Encoding: chunked\r\n\r\n")
        .getBytes(UTF_8);
  }
}
