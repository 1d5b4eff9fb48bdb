package com.maayegue.maintenance.paymentfailurealert;

import com.google.gson.JsonObject;
import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.FunctionSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The deployable jar beside a {@link Till}. */
record Counter(Till till, Path logs) {
  FunctionSpec spec(Map<String, String> more) {
    Map<String, String> env = new HashMap<>(till.env);
    env.putAll(more);
    return new FunctionSpec(
        "payment-failure-alert",
        Path.of(System.getProperty("deployable")),
        PaymentFailureAlertFunction.class.getName(),
        env,
        FunctionSpec.quick("-Xmx192m"),
        logs.resolve("payment-failure-alert.log"));
  }

  /** Delivers a message with a time of now, and returns the status of the answer. */
  static int deliver(FunctionProcess function, JsonObject message) throws Exception {
    String id = Integer.toString(message.hashCode());
    return function.deliver(id, Instant.now(), "payment-events", message.toString()).status();
  }
}
