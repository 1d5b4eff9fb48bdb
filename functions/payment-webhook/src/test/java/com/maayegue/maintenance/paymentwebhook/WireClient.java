package com.maayegue.maintenance.paymentwebhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Sends what no HTTP client would, byte by byte as it is written. */
final class WireClient {
  private static final int TIMEOUT_MILLIS = 60_000;
  private final int port;

  WireClient(URI server) {
    this.port = server.getPort();
  }

  /** The status of the answer; 0 if the server closed the connection without one. */
  int send(TestRequest request) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    String first =
        request.getMethod() + " " + request.target() + " HTTP/1.1\r\nHost: localhost\r\n";
    head.write(first.getBytes(ISO_8859_1));
    for (Map.Entry<String, List<String>> header : request.getHeaders().entrySet()) {
      for (String value : header.getValue()) {
        head.write((header.getKey() + ": " + value + "\r\n").getBytes(ISO_8859_1));
      }
    }
    String length =
        request.body().length == 0 ? "" : "Content-Length: " + request.body().length + "\r\n";
    head.write((length + "Connection: close\r\n\r\n").getBytes(ISO_8859_1));
    try (Socket socket = connect()) {
      try {
        OutputStream out = socket.getOutputStream();
        out.write(head.toByteArray());
        out.write(request.body());
      } catch (IOException answeredBefore) {
        // The answer may still be there to be read.
      }
      return status(socket);
    }
  }

  /** A connection to send on by oneself. */
  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  /** Reads an answer's status; 0 if there is none. */
  static int status(Socket socket) {
    try {
      InputStream in = socket.getInputStream();
      byte[] start = in.readNBytes("HTTP/1.1 200".length());
      String text = new String(start, ISO_8859_1);
      if (text.length() < 12) {
        return 0;
      }
      in.transferTo(OutputStream.nullOutputStream());
      return Integer.parseInt(text.substring(9));
    } catch (IOException closed) {
      return 0;
    }
  }
}
