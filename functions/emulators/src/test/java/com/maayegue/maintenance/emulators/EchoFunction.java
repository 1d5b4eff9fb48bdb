package com.maayegue.maintenance.emulators;

import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.TreeSet;

/** A function for the tests: says what it was given, and refuses to start when told to. */
public final class EchoFunction implements CloudEventsFunction {
  /** Fails on a wrong environment as our functions do. */
  public EchoFunction() {
    if (System.getenv("REFUSAL") != null) {
      throw new IllegalArgumentException("REFUSAL: " + System.getenv("REFUSAL"));
    }
    System.out.println("names " + new TreeSet<>(System.getenv().keySet()));
    System.out.println("heap " + Runtime.getRuntime().maxMemory());
    try {
      System.out.println("left " + Files.createTempFile("left", ".txt"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void accept(CloudEvent event) {
    System.out.println(
        String.join(
            " ",
            event.getId(),
            event.getType(),
            event.getSource().toString(),
            String.valueOf(event.getTime()),
            new String(event.getData().toBytes(), StandardCharsets.UTF_8)));
    if (event.getId().startsWith("hang")) {
      Await.until(Duration.ofMinutes(1), "its end", () -> false);
    }
    if (event.getId().startsWith("fail")) {
      throw new IllegalStateException("told to");
    }
  }
}
