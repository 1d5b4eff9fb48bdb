package com.maayegue.maintenance.alertchannels;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A small SMTP server that can keep a connection private, refuse, go silent and go away. */
final class ScriptedSmtp implements AutoCloseable {
  /** How it begins. */
  enum Privacy {
    NONE,
    STARTTLS,
    TLS
  }

  static final String SILENCE = "silence";
  static final String GONE = "gone";

  private final ServerSocket listener;
  private final Privacy privacy;
  private final SSLContext tls;
  private final Map<String, String> script;
  private final CountDownLatch end = new CountDownLatch(1);
  final List<String> mails = new CopyOnWriteArrayList<>();
  final List<String> commands = new CopyOnWriteArrayList<>();

  /**
   * Starts.
   *
   * @param script replies to commands instead of its own, such as RCPT → "550 no"; "." is the end
   *     of a mail, "hello" the greeting; {@link #SILENCE} says nothing for ever, {@link #GONE}
   *     closes
   */
  ScriptedSmtp(Privacy privacy, SSLContext tls, Map<String, String> script) throws IOException {
    this.privacy = privacy;
    this.tls = tls;
    this.script = script;
    this.listener = new ServerSocket(0, 10, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    start(this::listen);
  }

  int port() {
    return listener.getLocalPort();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "scripted-smtp");
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    try {
      while (true) {
        Socket socket = listener.accept();
        start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The end.
    }
  }

  private void serve(Socket plain) {
    try (Socket socket = privacy == Privacy.TLS ? encrypted(plain) : plain) {
      if (reply(socket.getOutputStream(), "hello", "220 scripted")) {
        talk(socket);
      }
    } catch (IOException | InterruptedException gone) {
      // The other side has gone, or the test has ended.
    }
  }

  private SSLSocket encrypted(Socket socket) throws IOException {
    SSLSocket secure =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, "127.0.0.1", port(), true);
    secure.setUseClientMode(false);
    return secure;
  }

  private void talk(Socket first) throws IOException, InterruptedException {
    Socket socket = first;
    BufferedReader in = reader(socket);
    String line = in.readLine();
    while (line != null) {
      String command = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
      commands.add(command);
      OutputStream out = socket.getOutputStream();
      String own =
          switch (command) {
            case "EHLO" -> "250-scripted\r\n" + features(socket) + "250 8BITMIME";
            case "DATA" -> "354 go on";
            case "STARTTLS" -> "220 go on";
            case "QUIT" -> "221 bye";
            case "AUTH" -> "235 welcome";
            default -> "250 ok";
          };
      boolean on = reply(out, command, own);
      if (on && command.equals("DATA") && !script.containsKey("DATA")) {
        on = take(in, out);
      }
      if (on && command.equals("STARTTLS")) {
        socket = encrypted(socket);
        in = reader(socket);
      }
      line = on && !command.equals("QUIT") ? in.readLine() : null;
    }
  }

  private String features(Socket socket) {
    boolean secure = socket instanceof SSLSocket;
    return (privacy == Privacy.STARTTLS && !secure ? "250-STARTTLS\r\n" : "")
        + "250-AUTH PLAIN LOGIN\r\n";
  }

  private boolean take(BufferedReader in, OutputStream out)
      throws IOException, InterruptedException {
    StringBuilder mail = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      mail.append(line).append('\n');
    }
    if (!script.containsKey(".")) {
      mails.add(mail.toString());
    }
    return reply(out, ".", "250 taken");
  }

  private boolean reply(OutputStream out, String command, String own)
      throws IOException, InterruptedException {
    String reply = script.getOrDefault(command, own);
    if (reply.equals(SILENCE)) {
      end.await();
      return false;
    }
    if (reply.equals(GONE)) {
      return false;
    }
    out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return true;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    end.countDown();
    listener.close();
  }
}
