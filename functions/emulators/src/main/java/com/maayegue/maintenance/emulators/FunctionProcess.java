package com.maayegue.maintenance.emulators;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A function in the cloud's own invoker, as a process of its own: what is deployed, started as it
 * is there, with nothing of the caller's class path or environment.
 */
public final class FunctionProcess implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  // Longer than the cloud gives an event function.
  private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(10);
  private static final List<String> PASSED_ON = List.of("PATH", "HOME");

  private final FunctionSpec spec;
  private final ChildProcess process;
  private final URI uri;
  private final Path temporary;

  private FunctionProcess(FunctionSpec spec, ChildProcess process, URI uri, Path temporary) {
    this.spec = spec;
    this.process = process;
    this.uri = uri;
    this.temporary = temporary;
  }

  /** What a function answered. */
  public record Response(int status, String body) {}

  /** Starts it on a free port in the newest invoker. */
  public static FunctionProcess start(FunctionSpec spec) throws IOException {
    return start(spec, InvokerJar.find(InvokerJar.NEWEST), 0);
  }

  /**
   * Starts it and returns when it serves.
   *
   * @param invoker from {@link InvokerJar#find}
   * @param port 0 for a free one
   * @throws ExitedEarly when the function refuses to start, as it does on a wrong environment
   * @throws IOException when it does not serve within a minute
   */
  public static FunctionProcess start(FunctionSpec spec, Path invoker, int port)
      throws IOException {
    if (!Files.exists(spec.jar())) {
      throw new IOException(spec.name() + " has no " + spec.jar() + ": build it first");
    }
    return Loopback.start(port, chosen -> startOn(chosen, spec, invoker));
  }

  private static FunctionProcess startOn(int port, FunctionSpec spec, Path invoker)
      throws IOException {
    List<String> args =
        List.of(
            "--classpath",
            spec.jar().toAbsolutePath().toString(),
            "--target",
            spec.target(),
            "--port",
            Integer.toString(port));
    // Its own, so that nothing stays of one that is killed, as nothing stays of an instance.
    Path temporary = Files.createTempDirectory("function-");
    try {
      List<String> options = new ArrayList<>();
      options.add("-Djava.io.tmpdir=" + temporary);
      options.addAll(spec.jvmOptions());
      ProcessBuilder command =
          new ProcessBuilder(JavaCommand.of(options, invoker, InvokerJar.MAIN, args));
      Map<String, String> environment = command.environment();
      environment.keySet().retainAll(PASSED_ON);
      environment.put("JAVA_HOME", System.getProperty("java.home"));
      environment.putAll(spec.env());
      ChildProcess process = ChildProcess.start(spec.name(), command, spec.log());
      // A connection and no request: a request would already be work for an HTTP function.
      process.awaitReady(START_TIMEOUT, () -> Loopback.listens(port));
      URI uri = URI.create("http://" + Loopback.HOST + ":" + port + "/");
      return new FunctionProcess(spec, process, uri, temporary);
    } catch (IOException failed) {
      CacheFolder.delete(temporary);
      throw failed;
    }
  }

  /**
   * The exit code of a function that must refuse to start; the reason is in the spec's log.
   *
   * @throws IllegalStateException when it serves instead
   */
  public static int exitCodeOf(FunctionSpec spec) throws IOException {
    try (FunctionProcess function = start(spec)) {
      throw new IllegalStateException(spec.name() + " serves at " + function.uri());
    } catch (ExitedEarly e) {
      return e.exitCode();
    }
  }

  /** Where it serves. */
  public URI uri() {
    return uri;
  }

  /**
   * Delivers a Pub/Sub message as the cloud does, and waits for the answer: 2xx counts as done, all
   * else is delivered again.
   *
   * @param eventId the message's id, the same for a repeated delivery
   * @param dataJson the message's data
   * @throws IOException when the function dies on the way
   */
  public Response deliver(String eventId, Instant time, String topic, String dataJson)
      throws IOException {
    String project = spec.env().getOrDefault("GOOGLE_CLOUD_PROJECT", "demo-local");
    JsonObject message = PubSubEvent.message(eventId, time, dataJson);
    return send(new PubSubEvent(project, topic, topic + "-to-" + spec.name(), message).to(uri));
  }

  /**
   * Posts to an HTTP function.
   *
   * @param path such as {@code campay?reference=1}, relative to its address
   */
  public Response post(String path, Map<String, String> headers, String body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri.resolve(path))
            .timeout(REQUEST_TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request.build());
  }

  private static Response send(HttpRequest request) throws IOException {
    HttpResponse<String> response = Loopback.send(request);
    return new Response(response.statusCode(), response.body());
  }

  /**
   * The most memory that it has had resident at once, in bytes.
   *
   * @throws IOException when it does not run any more, or the machine is no Linux
   */
  public long peakRssBytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException(spec.name() + " does not run: " + status + " has no VmHWM");
  }

  /** The process, for whoever measures it. */
  public long pid() {
    return process.pid();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** All that it has written so far. */
  public String log() throws IOException {
    return process.log();
  }

  /** Ends it without a chance to react, as a lost instance does; returns when it is gone. */
  public void kill() {
    process.kill();
  }

  @Override
  public void close() throws IOException {
    process.close();
    CacheFolder.delete(temporary);
  }
}
