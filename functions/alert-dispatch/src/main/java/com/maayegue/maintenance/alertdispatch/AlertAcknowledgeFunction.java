package com.maayegue.maintenance.alertdispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.maayegue.maintenance.core.CommonSettings;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.core.RunLog;
import com.maayegue.maintenance.runrecords.FirestoreConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Entry of {@code alert-acknowledge}, which anybody can reach: the page behind the link in a
 * message. GET shows it, POST acknowledges; what follows links by itself changes nothing. Without a
 * link that we have signed nothing is read and nothing is shown.
 */
public final class AlertAcknowledgeFunction implements HttpFunction {
  private static final int LARGEST_BODY = 4_096;
  private static final Pattern FIELD = Pattern.compile("(?:^|&)t=([^&]*)");
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none';"
          + " base-uri 'none'";

  private final Acknowledgements acknowledgements;

  /**
   * Reads the environment of the process.
   *
   * @throws IllegalArgumentException naming everything in the environment that is missing or wrong
   */
  public AlertAcknowledgeFunction() {
    this(Env.ofProcess(), InstantSource.system());
  }

  AlertAcknowledgeFunction(Env env, InstantSource clock) {
    CommonSettings common = CommonSettings.from(env, false);
    AckLink links = AckSettings.checking(env);
    String app = env.text("APP_NAME", "Ma'a yegue");
    String playbooks = env.text("PLAYBOOK_BASE_URL", "");
    env.check();
    acknowledgements =
        new Acknowledgements(
            new Incidents(FirestoreConnection.open(common)),
            links,
            new AckPage(app),
            common.timeZone(),
            playbooks,
            new RunLog(System.out, "alert-acknowledge", common.project()),
            clock);
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    AckPage.Page page =
        switch (request.getMethod()) {
          case "GET", "HEAD" -> acknowledgements.show(query(request));
          case "POST" -> acknowledgements.acknowledge(posted(request));
          default -> acknowledgements.refuse(405);
        };
    response.setStatusCode(page.status());
    if (page.status() == 405) {
      response.appendHeader("Allow", "GET, HEAD, POST");
    }
    response.setContentType("text/html; charset=utf-8");
    response.appendHeader("Cache-Control", "no-store");
    response.appendHeader("Content-Security-Policy", POLICY);
    response.appendHeader("Referrer-Policy", "no-referrer");
    response.appendHeader("X-Content-Type-Options", "nosniff");
    response.appendHeader("X-Robots-Tag", "noindex, nofollow");
    response.getOutputStream().write(page.html().getBytes(UTF_8));
  }

  private static String query(HttpRequest request) {
    return request.getFirstQueryParameter("t").orElse("");
  }

  /** The token of the form; of the address, for a form that was sent without one. */
  private static String posted(HttpRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(LARGEST_BODY);
    Matcher field = FIELD.matcher(new String(body, UTF_8));
    return field.find() ? decoded(field.group(1)).orElse("") : query(request);
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, UTF_8));
    } catch (IllegalArgumentException | UncheckedIOException notEncoded) {
      return Optional.empty();
    }
  }
}
