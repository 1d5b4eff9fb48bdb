package com.maayegue.maintenance.databasebackups;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before a server and spoils what clients send: from some byte on, counted over all
 * connections, it hangs up; and it alters one byte.
 */
final class MeddlingProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int port;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private long sent;
  private long cutAfter = Long.MAX_VALUE;
  private long alterAt = Long.MAX_VALUE;

  /** Passes on to {@code port} of this machine. */
  MeddlingProxy(int port) throws IOException {
    this.port = port;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** From now on. */
  synchronized void meddle(long cut, long alter) {
    sent = 0;
    cutAfter = cut;
    alterAt = alter;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), port);
        threads.execute(() -> pass(client, upstream));
        threads.execute(() -> answer(upstream, client));
      } catch (IOException closed) {
        // The test is over.
      }
    }
  }

  private void pass(Socket client, Socket upstream) {
    byte[] buffer = new byte[1 << 14];
    try (client;
        upstream) {
      InputStream in = client.getInputStream();
      OutputStream out = upstream.getOutputStream();
      for (int read = in.read(buffer); read >= 0 && spoil(buffer, read); read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException gone) {
      // One side has ended.
    }
  }

  private synchronized boolean spoil(byte[] buffer, int length) {
    long end = sent + length;
    if (alterAt >= sent && alterAt < end) {
      buffer[(int) (alterAt - sent)] ^= 1;
    }
    sent = end;
    return sent <= cutAfter;
  }

  private static void answer(Socket upstream, Socket client) {
    try (client;
        upstream) {
      upstream.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException gone) {
      // One side has ended.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
