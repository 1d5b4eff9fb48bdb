package com.maayegue.maintenance.weeklyreport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Takes calls on 127.0.0.1 and never says a word. */
final class SilentServer implements AutoCloseable {
  private static final int PATIENCE_MS = 60_000;

  private final ServerSocket server;
  private Socket caller;

  SilentServer() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    server.setSoTimeout(PATIENCE_MS);
  }

  int port() {
    return server.getLocalPort();
  }

  void awaitCaller() throws IOException {
    caller = server.accept();
  }

  @Override
  public void close() throws IOException {
    if (caller != null) {
      caller.close();
    }
    server.close();
  }
}
