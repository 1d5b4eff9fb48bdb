package com.maayegue.maintenance.local;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Keeps the stack up and says how to reach it. */
final class Serving {
  private final LocalStack stack;
  private final Repository repository;
  private final Path folder;
  private final PrintStream out;
  private final Style style;

  /**
   * Serves.
   *
   * @param folder gets {@code stack.json} and {@code classpath}, for {@link Trigger}
   */
  Serving(LocalStack stack, Repository repository, Path folder, PrintStream out, Style style) {
    this.stack = stack;
    this.repository = repository;
    this.folder = folder;
    this.out = out;
    this.style = style;
  }

  /** Follows the schedules until the process is ended. */
  void untilInterrupted() throws IOException, InterruptedException {
    addresses();
    outside();
    schedules();
    triggers();
    storage();
    heading("EN SERVICE JUSQU'À CTRL-C · SERVING UNTIL CTRL-C");
    stack
        .scheduler()
        .start(InstantSource.system(), failure -> out.println(Columns.line("" + failure)));
    new CountDownLatch(1).await();
  }

  private void heading(String text) {
    out.println();
    out.println(style.heading(Columns.line(text)));
  }

  private void addresses() {
    heading("ADRESSES · ADDRESSES");
    Map<String, String> environment = stack.environment();
    environment.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("_EMULATOR_HOST"))
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> out.println("export " + entry.getKey() + "=" + entry.getValue()));
    out.println("export GOOGLE_CLOUD_PROJECT=" + LocalStack.PROJECT);
    for (LocalFunction function : LocalFunction.RUNNING) {
      out.println("# " + function.name() + ": " + stack.address(function));
    }
  }

  /** Where people see what was sent, and how to play a provider. */
  private void outside() throws IOException {
    JsonObject addresses = new JsonObject();
    addresses.addProperty("firestore", stack.environment().get("FIRESTORE_EMULATOR_HOST"));
    addresses.addProperty("providers", stack.outside().providers().url());
    addresses.addProperty("webhook", stack.address(LocalFunction.PAYMENT_WEBHOOK).toString());
    Files.writeString(folder.resolve("stack.json"), addresses.toString());
    Files.writeString(folder.resolve("classpath"), System.getProperty("java.class.path"));
    heading("CE QUI A ÉTÉ ENVOYÉ · WHAT WAS SENT");
    out.println(stack.outside().people().page());
    heading("JOUER UN PRESTATAIRE · PLAYING A PROVIDER");
    out.println("functions/local/trigger campay failed --count 12");
    out.println("functions/local/trigger stripe payment_intent.succeeded --replayed");
    out.println("functions/local/trigger campay successful --forged");
  }

  private void schedules() {
    heading(
        "PROCHAINS DÉPARTS · NEXT STARTS (terraform/" + repository.schedules().getFileName() + ")");
    Instant now = Instant.now();
    for (Schedule schedule : stack.scheduler().schedules()) {
      String next = FrenchFormat.day(schedule.next(now).toInstant(), schedule.zone());
      String time = FrenchFormat.time(schedule.next(now).toInstant(), schedule.zone());
      out.println(Columns.line(schedule.name(), next + ", " + time));
    }
  }

  private void triggers() {
    String pubSub = stack.environment().get("PUBSUB_EMULATOR_HOST");
    for (LocalFunction function : LocalFunction.RUNNING) {
      function.topics().forEach(topic -> trigger(function, topic, pubSub));
    }
    dryRun(LocalFunction.NOTIFICATION_PURGE);
  }

  private void trigger(LocalFunction function, String topic, String pubSub) {
    heading(function.name() + ", par son sujet · through its topic");
    out.println("curl -sS -H 'Content-Type: application/json' \\");
    // The message holds {} in base64.
    out.println("  -d '{\"messages\":[{\"data\":\"e30=\"}]}' \\");
    String path = "/v1/projects/" + LocalStack.PROJECT + "/topics/" + topic;
    out.println("  http://" + pubSub + path + ":publish");
  }

  /** As Eventarc delivers it, without the topic; the message holds {"dryRun":true} in base64. */
  private void dryRun(LocalFunction function) {
    heading(function.name() + ", à blanc et sans détour · dry run, directly");
    out.println("curl -sSi -H 'Content-Type: application/json' -H 'ce-specversion: 1.0' \\");
    out.println("  -H 'ce-type: google.cloud.pubsub.topic.v1.messagePublished' \\");
    String source = "//pubsub.googleapis.com/projects/" + LocalStack.PROJECT + "/topics/";
    out.println("  -H 'ce-source: " + source + function.topics().get(0) + "' \\");
    out.println("  -H \"ce-id: $RANDOM\" -H \"ce-time: $(date -u +%FT%TZ)\" \\");
    out.println("  -d '{\"message\":{\"data\":\"eyJkcnlSdW4iOnRydWV9\"}}' \\");
    out.println("  " + stack.address(function));
  }

  private void storage() {
    String host = stack.environment().get("STORAGE_EMULATOR_HOST");
    String port = host.substring(host.indexOf(':') + 1);
    heading("STOCKAGE · STORAGE");
    out.println("export CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE=http://" + host + "/");
    out.println("export CLOUDSDK_AUTH_DISABLE_CREDENTIALS=true");
    out.println("gcloud storage ls --long --recursive gs://" + LocalStack.BUCKET);
    out.println("gsutil -o Credentials:gs_json_host=127.0.0.1 \\");
    out.println("  -o Credentials:gs_json_port=" + port + " \\");
    out.println("  -o Boto:https_validate_certificates=False ls -l gs://" + LocalStack.BUCKET);
  }
}
