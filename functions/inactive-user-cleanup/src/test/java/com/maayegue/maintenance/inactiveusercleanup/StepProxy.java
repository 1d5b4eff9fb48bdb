package com.maayegue.maintenance.inactiveusercleanup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Stands between a function and an emulator and sees each request before it is passed on: HTTP/1.1
 * requests by their first line, gRPC calls by the HEADERS frames of HTTP/2. What the outside world
 * looks like changes only by requests, so stopping the function before each of them in turn covers
 * every state in which it can die.
 */
final class StepProxy implements AutoCloseable {
  private static final Pattern REQUEST =
      Pattern.compile("(GET|PUT|POST|PATCH|DELETE|HEAD) \\S+ HTTP/1\\.1\\r\\n.*", Pattern.DOTALL);
  private static final int PREFACE_LENGTH = 24;
  private static final int FRAME_HEADER_LENGTH = 9;
  private static final int HEADERS = 1;

  private final ServerSocket server;
  private final String target;
  private final boolean http2;
  private final Gate gate;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * Listens on a free port.
   *
   * @param target {@code host:port} of the emulator
   */
  StepProxy(String target, boolean http2, Gate gate) throws IOException {
    this.target = target;
    this.http2 = http2;
    this.gate = gate;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  String hostAndPort() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        String[] address = target.split(":", 2);
        Socket upstream = new Socket(address[0], Integer.parseInt(address[1]));
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        threads.execute(() -> pass(client, upstream));
        threads.execute(() -> copy(upstream, client));
      } catch (IOException closed) {
        // The test is over, or the function was killed while it connected.
      }
    }
  }

  private void pass(Socket client, Socket upstream) {
    try (client;
        upstream) {
      OutputStream out = upstream.getOutputStream();
      if (http2) {
        passFrames(new DataInputStream(client.getInputStream()), out);
      } else {
        passRequests(client.getInputStream(), out);
      }
    } catch (IOException gone) {
      // The function was killed, or is done.
    }
  }

  private void passFrames(DataInputStream in, OutputStream out) throws IOException {
    byte[] preface = new byte[PREFACE_LENGTH];
    in.readFully(preface);
    out.write(preface);
    byte[] header = new byte[FRAME_HEADER_LENGTH];
    while (true) {
      in.readFully(header);
      int length = ((header[0] & 0xff) << 16) | ((header[1] & 0xff) << 8) | (header[2] & 0xff);
      byte[] payload = new byte[length];
      in.readFully(payload);
      if (header[3] == HEADERS && !gate.pass()) {
        return;
      }
      out.write(header);
      out.write(payload);
      out.flush();
    }
  }

  private void passRequests(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      String start = new String(buffer, 0, Math.min(read, 4096), US_ASCII);
      if (REQUEST.matcher(start).matches() && !gate.pass()) {
        return;
      }
      out.write(buffer, 0, read);
      out.flush();
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException gone) {
      // One side has ended.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }

  /** Counts the steps of a function, and kills it before one of them. */
  static final class Gate {
    private int steps;
    private int fatal = Integer.MAX_VALUE;
    private Runnable kill = () -> {};

    /** The function is killed before step {@code step}; the first is 1. */
    synchronized void killBefore(int step, Runnable how) {
      steps = 0;
      fatal = step;
      kill = how;
    }

    /** How many steps there were. */
    synchronized int steps() {
      return steps;
    }

    /** Whether the function was killed. */
    synchronized boolean isFatal() {
      return steps >= fatal;
    }

    private synchronized boolean pass() {
      if (++steps >= fatal) {
        kill.run();
        return false;
      }
      return true;
    }
  }
}
