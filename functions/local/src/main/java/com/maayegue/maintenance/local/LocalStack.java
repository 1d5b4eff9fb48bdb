package com.maayegue.maintenance.local;

import com.google.cloud.NoCredentials;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.cloud.firestore.Query;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.maayegue.maintenance.emulators.CloudEventCarrier;
import com.maayegue.maintenance.emulators.CloudEventCarrier.Delivery;
import com.maayegue.maintenance.emulators.FunctionProcess;
import com.maayegue.maintenance.emulators.PubSubTopics;
import com.maayegue.maintenance.emulators.Redelivery;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * The whole of the maintenance on one machine: services, topics, bucket, scheduler and functions,
 * which see the same environment names as in the cloud. Everything listens on 127.0.0.1, on free
 * ports, and ends with this process.
 */
public final class LocalStack implements AutoCloseable {
  /** The project; emulators take names that begin so for no real one. */
  public static final String PROJECT = "demo-maa-yegue";

  /** The bucket of staged databases and archives. */
  public static final String BUCKET = PROJECT + "-sqlite";

  /** The bucket of reports. */
  public static final String REPORTS = PROJECT + "-reports";

  /** The staged database. */
  public static final String DATABASE = "maa_yegue_app";

  /** The topic of alerts. */
  public static final String ALERTS = "maintenance-alerts";

  private static final String ALERTS_INBOX = ALERTS + "-inbox";
  private static final Redelivery REDELIVERY = Redelivery.prompt();

  private final LocalServices services;
  private final Outside outside;
  private final RunningFunctions functions;
  private final Firestore firestore;
  private final Storage storage;
  private final LocalScheduler scheduler;
  private final Runs runs;
  private CloudEventCarrier carrier;

  private LocalStack(
      LocalServices services,
      Outside outside,
      RunningFunctions functions,
      List<Schedule> schedules) {
    this.services = services;
    this.outside = outside;
    this.functions = functions;
    this.firestore =
        FirestoreOptions.newBuilder()
            .setProjectId(PROJECT)
            .setEmulatorHost(services.firestore().hostAndPort())
            .build()
            .getService();
    this.runs = new Runs(firestore, REDELIVERY.maxDeliveryAttempts());
    this.storage =
        StorageOptions.http()
            .setProjectId(PROJECT)
            .setHost(services.storage().url())
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
    this.scheduler =
        new LocalScheduler(
            schedules, (name, json) -> publish(LocalFunction.named(name), json), Instant.now());
  }

  /**
   * Starts the services and all between them; functions come by {@link #startFunctions}.
   *
   * @param folder gets {@code logs} and {@code storage}
   * @param tls whether the storage server answers TLS too, as gsutil wants
   * @param observer hears of each delivery to a function
   * @throws IOException when anything does not start, with what to do where that is known
   */
  static LocalStack start(
      Repository repository, Path folder, boolean tls, Consumer<Delivery> observer)
      throws IOException {
    List<Schedule> schedules = Schedule.readAll(repository.schedules());
    LocalServices services = LocalServices.start(repository, PROJECT, folder, tls);
    RunningFunctions functions = new RunningFunctions(repository, folder.resolve("logs"));
    LocalStack stack = new LocalStack(services, Outside.start(), functions, schedules);
    try {
      stack.connect(observer);
      return stack;
    } catch (IOException e) {
      try (stack) {
        throw e;
      }
    }
  }

  private void connect(Consumer<Delivery> observer) throws IOException {
    services.storage().createBucket(BUCKET, true);
    services.storage().createBucket(REPORTS, true);
    topics().createTopic(ALERTS);
    topics().subscribe(ALERTS, ALERTS_INBOX);
    List<CloudEventCarrier.Route> routes =
        LocalFunction.ALL.stream()
            .flatMap(
                each ->
                    each.topics().stream()
                        .map(topic -> new CloudEventCarrier.Route(topic, () -> address(each))))
            .toList();
    carrier =
        CloudEventCarrier.start(
            topics(),
            routes,
            REDELIVERY,
            delivery -> {
              runs.heard(delivery);
              observer.accept(delivery);
            });
  }

  /** Starts functions side by side, or starts them again, with a dry run or without. */
  public void startFunctions(List<LocalFunction> which, boolean dryRun) throws IOException {
    Map<String, String> environment = environment();
    environment.put("DRY_RUN", Boolean.toString(dryRun));
    functions.startAll(which, environment);
  }

  /** Starts what reaches people: first the page that messages have a link to. */
  public void startAlerting() throws IOException {
    startFunctions(List.of(LocalFunction.ALERT_ACKNOWLEDGE), false);
    startFunctions(List.of(LocalFunction.ALERT_DISPATCH), false);
  }

  /** Starts what does not run yet, not as a dry run. */
  void startRest() throws IOException {
    startFunctions(
        LocalFunction.RUNNING.stream().filter(each -> !functions.runs(each)).toList(), false);
  }

  /** Starts a function, or starts it again, with {@code settings} beside {@link #environment}. */
  public void start(LocalFunction function, Map<String, String> settings) throws IOException {
    Map<String, String> environment = environment();
    environment.putAll(settings);
    functions.start(function, environment);
  }

  /** Ends a function, if it runs; messages are delivered again until its next start. */
  public void stop(LocalFunction function) throws IOException {
    functions.stop(function);
  }

  /** What functions see, under the names of docs/configuration.md; a dry run by default. */
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("GOOGLE_CLOUD_PROJECT", PROJECT);
    environment.put("SQLITE_BUCKET", BUCKET);
    environment.put("REPORT_BUCKET", REPORTS);
    environment.put("DATABASES", DATABASE);
    environment.put("ALERT_TOPIC", ALERTS);
    environment.put("FIRESTORE_EMULATOR_HOST", services.firestore().hostAndPort());
    environment.put("FIREBASE_AUTH_EMULATOR_HOST", services.auth().hostAndPort());
    environment.put("PUBSUB_EMULATOR_HOST", services.pubSub().hostAndPort());
    environment.put("STORAGE_EMULATOR_HOST", services.storage().hostAndPort());
    environment.putAll(outside.environment());
    if (functions.runs(LocalFunction.ALERT_ACKNOWLEDGE)) {
      environment.put("ACK_BASE_URL", address(LocalFunction.ALERT_ACKNOWLEDGE).toString());
    }
    return environment;
  }

  /**
   * Where a function serves.
   *
   * @throws IllegalStateException when it does not run
   */
  public URI address(LocalFunction function) {
    return functions.address(function);
  }

  /**
   * Runs a function as its schedule does, and waits for the end of the run.
   *
   * @param watch is called about once a second meanwhile
   * @return what the function wrote about it
   * @throws IllegalStateException when no run has ended well enough to be acknowledged in time
   */
  public RunRecord run(LocalFunction function, Duration atMost, Runs.Watch watch)
      throws IOException {
    return runs.await(function, scheduler.trigger(function.name()), atMost, watch);
  }

  /** The same for a message of one's own. */
  public RunRecord run(LocalFunction function, String json, Duration atMost, Runs.Watch watch)
      throws IOException {
    return runs.await(function, publish(function, json), atMost, watch);
  }

  /**
   * Calls a function over HTTP, as an operator does.
   *
   * @return what the function wrote about the run
   * @throws IllegalStateException when it answers with anything but 2xx, with the answer
   */
  public RunRecord call(LocalFunction function, String json)
      throws IOException, ExecutionException, InterruptedException {
    FunctionProcess.Response response = functions.post(function, json);
    if (response.status() / 100 != 2) {
      throw new IllegalStateException(
          function.name() + " answered " + response.status() + ": " + response.body());
    }
    return runs.latest(function);
  }

  /** Sends a message to the topic of a function; returns its id. */
  public String publish(LocalFunction function, String json) throws IOException {
    if (function.topics().isEmpty()) {
      throw new IllegalArgumentException(function.name() + " has no topic");
    }
    return topics().publish(function.topics().get(0), json);
  }

  /** How many documents a query finds. */
  static long count(Query query) throws ExecutionException, InterruptedException {
    return query.count().get().get().getCount();
  }

  /** The alerts that came since this was last asked, as JSON. */
  public List<String> newAlerts() throws IOException {
    return topics().pull(ALERTS_INBOX).stream().map(PubSubTopics.Received::data).toList();
  }

  /** Firestore, as its owner. */
  public Firestore firestore() {
    return firestore;
  }

  /** Cloud Storage. */
  public Storage storage() {
    return storage;
  }

  /** The providers of payments, and what reaches people. */
  Outside outside() {
    return outside;
  }

  /** The topics. */
  public PubSubTopics topics() {
    return services.pubSub().topics();
  }

  /** The schedules, and their triggers. */
  public LocalScheduler scheduler() {
    return scheduler;
  }

  /** The processes that this stack has started and that still run. */
  List<Long> pids() {
    List<Long> pids = new ArrayList<>();
    pids.add(services.firestore().pid());
    pids.add(services.pubSub().pid());
    pids.add(services.auth().pid());
    pids.addAll(functions.pids());
    return pids;
  }

  /** Stops everything. Objects stay in the folder, all else is gone. */
  @Override
  public void close() throws IOException {
    scheduler.close();
    try (services;
        outside;
        functions) {
      if (carrier != null) {
        carrier.close();
      }
      firestore.close();
      storage.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the stack did not stop", e);
    }
  }
}
