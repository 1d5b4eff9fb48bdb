package com.maayegue.maintenance.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.maayegue.maintenance.sampledata.NotificationVerdict;
import com.maayegue.maintenance.sampledata.Verdict;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Shows the maintenance at work on one machine: starts the local stack, seeds a believable Ma'a
 * yegue, triggers each function as the scheduler would and says what came of it. Ends with 0 when
 * all is as the seed lets expect, with 1 when it is not, with 2 when the demo could not run.
 */
public final class Demo {
  private static final ZoneId ZONE = ZoneId.of("Africa/Douala");

  private final Repository repository;
  private final Path folder;
  private final boolean serve;
  private final PrintStream out;
  private final Steps steps;
  private final Style style;

  private Demo(Repository repository, Path folder, boolean serve, Terminal terminal) {
    this.repository = repository;
    this.folder = folder;
    this.serve = serve;
    this.out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    this.style = new Style(terminal.colours());
    this.steps = new Steps(out, terminal.moves(), style);
  }

  /**
   * Takes its settings from system properties: {@code demo.module} (the folder of this module),
   * {@code demo.serve}, {@code demo.terminal}.
   */
  public static void main(String[] args) {
    endWithParent();
    System.exit(run());
  }

  private static int run() {
    Path module = Path.of(System.getProperty("demo.module", "functions/local"));
    Path folder = module.resolve(Path.of("target", "demo"));
    try {
      String serve = System.getProperty("demo.serve", "false");
      Demo demo =
          new Demo(
              Repository.containing(module),
              folder,
              !serve.equals("false"),
              Terminal.of(System.getProperty("demo.terminal", "auto"), System.getenv()));
      return demo.show() ? 0 : 1;
    } catch (Exception e) {
      System.err.println("La démo n'a pas pu aller au bout. / The demo could not go on.");
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        System.err.println("  " + cause);
      }
      System.err.println("Journaux / logs: " + folder.resolve("logs"));
      return 2;
    }
  }

  /** A Maven that is killed tells its children nothing. */
  private static void endWithParent() {
    ProcessHandle.current().parent().ifPresent(Demo::endWith);
  }

  private static void endWith(ProcessHandle parent) {
    Thread watch =
        new Thread(
            () -> {
              parent.onExit().join();
              System.exit(143);
            },
            "ends-with-its-parent");
    watch.setDaemon(true);
    watch.start();
  }

  private boolean show() throws Exception {
    Instant start = Instant.now();
    delete(folder);
    Files.createDirectories(folder);
    Deliveries deliveries = new Deliveries(out, ZONE);
    SampleApp app = SampleApp.demo(start);
    try (steps;
        LocalStack stack =
            steps.step(
                new Label("émulateurs et stockage démarrés", "emulators and storage started"),
                progress -> LocalStack.start(repository, folder, serve, deliveries))) {
      long databaseBytes = seed(app, stack);
      Duration preparing = Duration.between(start, Instant.now());
      Narration narration = new Narration(stack, steps);
      new DemoStory(stack, app, narration).tell();
      DatabaseStory database = new DatabaseStory(stack, narration);
      database.tell();
      PaymentStory payments = new PaymentStory(stack, narration);
      payments.tell();
      WeekStory week = new WeekStory(stack, narration);
      week.tell(folder);
      Report report =
          new Report(
              start,
              ZONE,
              before(app, databaseBytes),
              narration.runs(),
              narration.checks(),
              Stream.concat(DemoStory.notes().stream(), PaymentStory.notes().stream()).toList(),
              Stream.of(database.otherAlerts(), payments.otherAlerts(), week.otherAlerts())
                  .flatMap(List::stream)
                  .toList(),
              preparing,
              Duration.between(start, Instant.now()),
              shown("summary.json"),
              shown("logs"));
      Files.writeString(
          folder.resolve("summary.json"),
          Summary.json(narration.runs().stream().map(Report.Run::record).toList()));
      out.print(Summary.text(report, style));
      if (serve) {
        stack.startRest();
        deliveries.show();
        new Serving(stack, repository, folder, out, style).untilInterrupted();
      }
      return report.agrees();
    }
  }

  private long seed(SampleApp app, LocalStack stack) throws Exception {
    Path database = folder.resolve("maa_yegue_app.db");
    steps.step(
        new Label("base SQLite écrite et déposée", "SQLite database written and staged"),
        progress -> {
          app.writeDatabase(database);
          SampleApp.stage(stack, database);
          return null;
        });
    steps.step(
        new Label("comptes créés", "accounts created"),
        progress -> {
          app.importAccounts(stack, progress);
          return null;
        });
    steps.step(
        new Label("notifications écrites", "notifications written"),
        progress -> {
          app.importNotifications(stack, progress);
          return null;
        });
    steps.step(
        new Label("fonctions démarrées à blanc", "functions started, dry run"),
        progress -> {
          stack.startFunctions(DemoStory.FUNCTIONS, true);
          stack.startAlerting();
          return null;
        });
    long bytes = Files.size(database);
    Files.delete(database);
    return bytes;
  }

  private static List<Report.Figure> before(SampleApp app, long databaseBytes) {
    Map<Verdict, Integer> accounts = app.accounts().plan().expected();
    Map<NotificationVerdict, Integer> notifications = app.notifications().expected();
    int inactive = accounts.get(Verdict.INACTIVE) + accounts.get(Verdict.PROTECTED);
    return List.of(
        figure("comptes", "accounts", app.accounts().plan().accounts()),
        part("inactifs depuis plus de 365 jours", "inactive for over 365 days", inactive),
        part("dont protégés", "of these protected", accounts.get(Verdict.PROTECTED)),
        figure("notifications", "notifications", app.notifications().plan().count()),
        part(
            "de plus de 30 jours",
            "older than 30 days",
            notifications.get(NotificationVerdict.PURGED)),
        part(
            "sans date lisible",
            "without a readable date",
            notifications.get(NotificationVerdict.UNDATABLE)),
        new Report.Figure(
            new Label("base SQLite", "SQLite database"), false, FrenchFormat.bytes(databaseBytes)));
  }

  private static Report.Figure figure(String french, String english, long value) {
    return new Report.Figure(new Label(french, english), false, FrenchFormat.number(value));
  }

  private static Report.Figure part(String french, String english, long value) {
    return new Report.Figure(new Label(french, english), true, FrenchFormat.number(value));
  }

  private String shown(String name) {
    Path file = folder.toAbsolutePath().normalize().resolve(name);
    return repository.root().relativize(file).toString();
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
