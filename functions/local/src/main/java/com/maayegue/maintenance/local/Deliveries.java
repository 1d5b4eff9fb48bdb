package com.maayegue.maintenance.local;

import com.maayegue.maintenance.emulators.CloudEventCarrier.Delivery;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Consumer;

/** Says, once it is told to, what is delivered to which function. */
final class Deliveries implements Consumer<Delivery> {
  private final PrintStream out;
  private final ZoneId zone;
  private volatile boolean shown;

  Deliveries(PrintStream out, ZoneId zone) {
    this.out = out;
    this.zone = zone;
  }

  /** From now on. */
  void show() {
    shown = true;
  }

  @Override
  public void accept(Delivery delivery) {
    if (shown) {
      String line =
          FrenchFormat.time(Instant.now(), zone)
              + "  "
              + delivery.topic()
              + "  message "
              + delivery.messageId();
      String end = delivery.status() + "  " + FrenchFormat.duration(delivery.took());
      out.println(Columns.line(line, end));
    }
  }
}
