package com.maayegue.maintenance.emulators;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2HeadersDecoder;
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
import java.util.stream.IntStream;

/**
 * Stands between a function and an emulator and sees each request before it is passed on: HTTP/1.1
 * requests by their first line, gRPC calls by the HEADERS frames of HTTP/2. What the outside world
 * looks like changes only by requests that may write, so stopping the function before its first
 * request, and before the one after each of those, covers every state in which it can die.
 */
public final class StepProxy implements AutoCloseable {
  private static final Pattern REQUEST =
      Pattern.compile("(GET|PUT|POST|PATCH|DELETE|HEAD) \\S+ HTTP/1\\.1\\r\\n.*", Pattern.DOTALL);
  private static final int PREFACE_LENGTH = 24;
  private static final int FRAME_HEADER_LENGTH = 9;
  private static final int HEADERS = 1;
  // All else may write.
  private static final Pattern READ =
      Pattern.compile(
          "(GET|HEAD) .*|POST \\S+/accounts:lookup HTTP.*|"
              + "/google.firestore.v1.Firestore/(RunQuery|RunAggregationQuery|BatchGetDocuments|GetDocument)",
          Pattern.DOTALL);

  private final ServerSocket server;
  private final String target;
  private final boolean http2;
  private final Gate gate;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * Listens on a free port.
   *
   * @param target {@code host:port} of the emulator
   * @param http2 whether gRPC is spoken there
   */
  public StepProxy(String target, boolean http2, Gate gate) throws IOException {
    this.target = target;
    this.http2 = http2;
    this.gate = gate;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Where the function is to find the emulator. */
  public String hostAndPort() {
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
    } catch (Http2Exception unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }

  private void passFrames(DataInputStream in, OutputStream out) throws IOException, Http2Exception {
    byte[] preface = new byte[PREFACE_LENGTH];
    in.readFully(preface);
    out.write(preface);
    byte[] header = new byte[FRAME_HEADER_LENGTH];
    Http2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    while (true) {
      in.readFully(header);
      int length = ((header[0] & 0xff) << 16) | ((header[1] & 0xff) << 8) | (header[2] & 0xff);
      byte[] payload = new byte[length];
      in.readFully(payload);
      if (header[3] == HEADERS) {
        String path = decoder.decodeHeaders(1, Unpooled.wrappedBuffer(payload)).path().toString();
        if (!gate.pass(READ.matcher(path).matches())) {
          return;
        }
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
      if (REQUEST.matcher(start).matches() && !gate.pass(READ.matcher(start).matches())) {
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

  /**
   * Counts the steps of a function, and kills it before one of them. A step is the first request,
   * and each one behind a request that may have written.
   */
  public static final class Gate {
    private int requests;
    private int steps;
    private boolean mayHaveWritten;
    private int fatal = Integer.MAX_VALUE;
    private Runnable kill = () -> {};

    /** The function is killed before step {@code step}; the first is 1. */
    public synchronized void killBefore(int step, Runnable how) {
      requests = 0;
      steps = 0;
      mayHaveWritten = true;
      fatal = step;
      kill = how;
    }

    /** How many steps there were. */
    public synchronized int steps() {
      return steps;
    }

    /**
     * Of the steps that there were, those to kill before: every third from {@code first} on, so
     * that two scenarios with the same kinds of steps share the work. {@code -Dkill.stride=1} takes
     * all.
     */
    public IntStream sample(int first) {
      int stride = Integer.getInteger("kill.stride", 3);
      return IntStream.rangeClosed(1, steps()).filter(step -> (step - first) % stride == 0);
    }

    /** How many requests there were. */
    public synchronized int requests() {
      return requests;
    }

    /** Whether the function was killed. */
    public synchronized boolean isFatal() {
      return steps >= fatal;
    }

    private synchronized boolean pass(boolean reads) {
      requests++;
      if (mayHaveWritten) {
        steps++;
      }
      mayHaveWritten = !reads;
      if (steps >= fatal) {
        kill.run();
        return false;
      }
      return true;
    }
  }
}
