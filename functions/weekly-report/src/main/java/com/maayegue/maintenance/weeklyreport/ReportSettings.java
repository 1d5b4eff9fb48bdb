package com.maayegue.maintenance.weeklyreport;

import com.maayegue.maintenance.alertchannels.SmtpServer;
import com.maayegue.maintenance.alertchannels.SmtpSettings;
import com.maayegue.maintenance.alertchannels.Urls;
import com.maayegue.maintenance.core.CommonSettings;
import com.maayegue.maintenance.core.Env;
import com.maayegue.maintenance.stagedsqlite.StagingSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the report is told by its environment.
 *
 * @param staging the first of its databases is the one that is reported
 * @param reports the bucket that reports are stored in
 * @param recipients e-mail addresses; none if nobody gets mail
 * @param slack a webhook, which is a secret
 * @param patience for one answer of the mail server or of Slack
 * @param language {@code fr} or {@code en}
 * @param app how the report calls the app
 */
record ReportSettings(
    CommonSettings common,
    StagingSettings staging,
    String reports,
    List<String> recipients,
    Optional<SmtpServer> smtp,
    Optional<URI> slack,
    Duration patience,
    String language,
    String app) {
  private static final Pattern RECIPIENTS =
      Pattern.compile("[^@\\s,<>\"]+@[^@\\s,<>\"]+(\\s*,\\s*[^@\\s,<>\"]+@[^@\\s,<>\"]+)*|");
  private static final Pattern LANGUAGE = Pattern.compile("fr|en");
  private static final int MOST_RECIPIENTS = 50;

  static ReportSettings from(Env env) {
    ReportSettings settings =
        new ReportSettings(
            CommonSettings.from(env, false),
            StagingSettings.from(env),
            env.required("REPORT_BUCKET"),
            recipients(env),
            SmtpSettings.from(env),
            Urls.secret(env, "SLACK_WEBHOOK_URL", env.optional("SLACK_WEBHOOK_URL")),
            env.duration("CHANNEL_TIMEOUT", Duration.ofSeconds(15), Duration.ofMillis(100)),
            env.matching("LOCALE", "fr", LANGUAGE, "fr or en"),
            env.text("APP_NAME", "Ma'a yegue"));
    if (!settings.recipients.isEmpty() && settings.smtp.isEmpty()) {
      env.problem("SMTP_HOST", "expected a mail server, as REPORT_RECIPIENTS is set");
    }
    env.check();
    return settings;
  }

  private static List<String> recipients(Env env) {
    // An address is personal: what is wrong is not shown.
    String text = env.text("REPORT_RECIPIENTS", "");
    if (!RECIPIENTS.matcher(text).matches()) {
      env.problem("REPORT_RECIPIENTS", "expected comma-separated e-mail addresses");
      return List.of();
    }
    List<String> all =
        text.isBlank()
            ? List.of()
            : List.of(text.split("\\s*,\\s*", -1)).stream().distinct().toList();
    if (all.size() > MOST_RECIPIENTS) {
      env.problem("REPORT_RECIPIENTS", "expected " + MOST_RECIPIENTS + " addresses at most");
    }
    return all;
  }
}
