package com.maayegue.maintenance.databaserestore;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.cloud.storage.Storage;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.core.Failure;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.runrecords.FunctionParts;
import com.maayegue.maintenance.runrecords.GoogleFailure;
import com.maayegue.maintenance.stagedsqlite.StagingSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/**
 * Entry of {@code database-restore}, for operators: {@code GET} lists backups, {@code POST}
 * restores a database from one. Whom it serves is up to IAM; it looks at no credentials itself.
 */
public final class DatabaseRestoreFunction implements HttpFunction {
  private static final String NAME = "database-restore";
  private static final int MOST_BYTES = 64 * 1024;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private final RestoreSettings settings;
  private final InstantSource clock;
  private final RunLog log;
  private final BackupList list;
  private final RestoreRun run;

  /**
   * Reads the environment of the process.
   *
   * @throws IllegalArgumentException naming everything in the environment that is missing or wrong
   */
  public DatabaseRestoreFunction() {
    this(RestoreSettings.from(Env.ofProcess()), InstantSource.system());
  }

  DatabaseRestoreFunction(RestoreSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    FunctionParts parts = FunctionParts.open(NAME, getClass(), settings.common(), clock);
    StagingSettings staging = settings.staging();
    Storage storage = staging.connect(settings.common().project());
    log = parts.log();
    list = new BackupList(storage, staging.bucket(), settings.common().timeZone());
    run =
        new RestoreRun(
            parts.runner(),
            new DatabaseRestore(storage, staging.bucket(), parts.firestore(), log, clock),
            clock);
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    try {
      if (!request.getPath().isEmpty() && !request.getPath().equals("/")) {
        throw new Refusal(404, "request", "no such path: expected /");
      }
      switch (request.getMethod()) {
        case "GET" -> list(request, response);
        case "POST" -> answer(response, 200, run.run(read(request), request));
        default -> {
          response.appendHeader("Allow", "GET, POST");
          throw new Refusal(405, "request", "expected GET or POST");
        }
      }
    } catch (Refusal refusal) {
      answer(response, refusal.status(), refusal.json());
    } catch (Exception failure) {
      if (failure instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      unavailable(response, failure);
    }
  }

  private void unavailable(HttpResponse response, Exception failure) throws IOException {
    // What it was is in the log; an answer has no insides of ours.
    log.error("not answered as asked: " + failure);
    boolean later = GoogleFailure.classify(failure) == Failure.TRANSIENT;
    if (later) {
      response.appendHeader("Retry-After", "60");
    }
    String reason =
        later
            ? "a service did not answer: send the same request again, it is safe"
            : "a service refused, or there is a fault in the function: see its log";
    answer(response, later ? 503 : 500, new Refusal(0, "remote", reason).json());
  }

  private void list(HttpRequest request, HttpResponse response) throws IOException {
    List<String> databases = settings.staging().databases();
    for (String parameter : request.getQueryParameters().keySet()) {
      if (!parameter.equals("database")) {
        throw new Refusal(400, "request", "unknown parameter: expected database");
      }
    }
    List<String> asked = request.getQueryParameters().getOrDefault("database", databases);
    if (!databases.containsAll(asked)) {
      throw new Refusal(404, "request", "no such database: expected one of " + databases);
    }
    String accept = request.getFirstHeader("Accept").orElse("").toLowerCase(Locale.ROOT);
    if (accept.startsWith("text/plain")) {
      write(response, 200, "text/plain; charset=utf-8", list.text(asked, clock.instant()));
    } else {
      answer(response, 200, list.json(asked, clock.instant()));
    }
  }

  private RestoreRequest read(HttpRequest request) throws IOException {
    String type = request.getContentType().orElse("").toLowerCase(Locale.ROOT);
    if (!type.matches("application/json(\\s*;\\s*charset=\"?utf-8\"?)?")
        || request.getFirstHeader("Content-Encoding").isPresent()) {
      throw new Refusal(415, "request", "expected Content-Type: application/json");
    }
    if (request.getQuery().isPresent()) {
      throw new Refusal(400, "request", "expected everything in the body, and no query");
    }
    byte[] body = new byte[0];
    if (request.getContentLength() <= MOST_BYTES) {
      body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    }
    if (request.getContentLength() > MOST_BYTES || body.length > MOST_BYTES) {
      throw new Refusal(413, "request", "expected at most " + MOST_BYTES + " bytes");
    }
    try {
      String json = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return RestoreRequest.parse(json, settings.staging().databases());
    } catch (CharacterCodingException invalid) {
      throw new Refusal(400, "request", "expected UTF-8");
    }
  }

  private static void answer(HttpResponse response, int status, JsonObject json)
      throws IOException {
    write(response, status, "application/json; charset=utf-8", GSON.toJson(json) + "\n");
  }

  private static void write(HttpResponse response, int status, String type, String text)
      throws IOException {
    response.setStatusCode(status);
    response.setContentType(type);
    response.appendHeader("Cache-Control", "no-store");
    response.getOutputStream().write(text.getBytes(UTF_8));
  }
}
