package com.maayegue.maintenance.benchmarks;

import com.maayegue.maintenance.emulators.InvokerJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One way of taking Stripe's events.
 *
 * @param folder to start it in
 * @param command without the port, which comes behind it
 */
record WebhookContender(String name, Path folder, List<String> command) {
  private static final int INSTALL_MINUTES = 10;

  WebhookContender {
    command = List.copyOf(command);
  }

  /** Our function, with the Java options of the cloud. */
  static WebhookContender ours(Folders folders) throws IOException {
    return new WebhookContender(
        "payment-webhook",
        folders.results(),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx192m",
            "-jar",
            InvokerJar.find(InvokerJar.NEWEST).toString(),
            "--classpath",
            folders.deployable("payment-webhook").toString(),
            "--target",
            "com.maayegue.maintenance.paymentwebhook.PaymentWebhookFunction",
            "--port"));
  }

  /** The usual packages of Node, installed from the lock file; no package's script is run. */
  static WebhookContender node(Folders folders) throws IOException, InterruptedException {
    Path source = folders.functions().resolve(Path.of("benchmarks", "webhook-peer"));
    Path folder = Files.createDirectories(folders.results().resolve("webhook-peer"));
    for (String file : List.of("package.json", "package-lock.json", ".npmrc", "index.js")) {
      Files.copy(source.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path log = folder.resolve("npm.log");
    Process npm =
        new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || npm.exitValue() != 0) {
      npm.destroyForcibly();
      throw new IOException("npm ci failed:\n" + Files.readString(log));
    }
    return new WebhookContender(
        "node: functions-framework, stripe, @google-cloud/pubsub",
        folder,
        List.of(
            "node",
            "node_modules/@google-cloud/functions-framework/build/src/main.js",
            "--target=webhook",
            "--port"));
  }
}
