package com.maayegue.maintenance.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sends Stripe's events over one connection that stays open; as little work as can be. */
final class StripeConnection implements AutoCloseable {
  static final String SECRET = "whsec_benchmark";
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;
  private final Mac mac;

  private StripeConnection(Socket socket, Mac mac) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.mac = mac;
  }

  static StripeConnection open(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
      return new StripeConnection(socket, mac);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The status of the answer to an event of this id, with all that Stripe puts beside. */
  int send(String id) throws IOException {
    long now = System.currentTimeMillis() / 1000;
    byte[] body = event(id, now).getBytes(UTF_8);
    mac.update((now + ".").getBytes(UTF_8));
    String head =
        "POST /stripe HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json; charset=utf-8"
            + "\r\nStripe-Signature: t="
            + now
            + ",v1="
            + HexFormat.of().formatHex(mac.doFinal(body))
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] start = head.getBytes(ISO_8859_1);
    byte[] request = new byte[start.length + body.length];
    System.arraycopy(start, 0, request, 0, start.length);
    System.arraycopy(body, 0, request, start.length, body.length);
    socket.getOutputStream().write(request);
    return answer();
  }

  private int answer() throws IOException {
    int status = Integer.parseInt(line().substring(9, 12));
    int length = 0;
    boolean chunked = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      }
      chunked |= header.equals("transfer-encoding: chunked");
    }
    if (!chunked) {
      in.skipNBytes(length);
      return status;
    }
    int chunk = Integer.parseInt(line(), 16);
    while (chunk > 0) {
      in.skipNBytes(chunk + 2L);
      chunk = Integer.parseInt(line(), 16);
    }
    line();
    return status;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private static String event(String id, long now) {
    return "{\"id\":\""
        + id
        + "\",\"object\":\"event\",\"api_version\":\"2025-09-30.clover\",\"created\":"
        + now
        + ",\"livemode\":true,\"pending_webhooks\":1,\"type\":\"payment_intent.succeeded\",\"data\":"
        + "{\"object\":{\"id\":\"pi_3MtwBwLkdIwHu7ix28a3tqPa\",\"object\":\"payment_intent\","
        + "\"amount\":5000,\"amount_capturable\":0,\"amount_details\":{\"tip\":{}},"
        + "\"amount_received\":5000,\"capture_method\":\"automatic\",\"currency\":\"xaf\","
        + "\"customer\":null,\"description\":null,\"last_payment_error\":null,"
        + "\"latest_charge\":\"ch_3MtwBw\",\"livemode\":true,\"metadata\":{\"payment_id\":\"pay-1\"},"
        + "\"payment_method\":\"pm_1\",\"payment_method_options\":{\"card\":{\"network\":null,"
        + "\"request_three_d_secure\":\"automatic\"}},\"payment_method_types\":[\"card\"],"
        + "\"status\":\"succeeded\"}},\"request\":{\"id\":null,\"idempotency_key\":null}}";
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
