package com.maayegue.maintenance.weeklyreport;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** A report as HTML, as text and as a few lines. Everything that comes from data is escaped. */
final class ReportPages {
  private final TemplateEngine engine;
  private final Words words;
  private final ChartPicture picture = new ChartPicture();

  ReportPages(Words words) {
    this.words = words;
    this.engine = engine();
  }

  /**
   * Without a folder it looks for templates where the thread does, which in the cloud is not here.
   */
  private static TemplateEngine engine() {
    ClassLoader ours = ReportPages.class.getClassLoader();
    Thread thread = Thread.currentThread();
    ClassLoader threads = thread.getContextClassLoader();
    thread.setContextClassLoader(ours);
    try {
      return TemplateEngine.createPrecompiled(
          null, ContentType.Html, ours, ReportPages.class.getPackageName());
    } finally {
      thread.setContextClassLoader(threads);
    }
  }

  /** A page that needs nothing beside itself, with charts as SVG. */
  String html(Report report) {
    return render(Page.of(report, words, false, false));
  }

  /** The same for a mail, with charts as pictures of {@link #pictures}. */
  String mail(Report report, boolean repeated) {
    return render(Page.of(report, words, true, repeated));
  }

  private String render(Page page) {
    StringOutput output = new StringOutput();
    engine.render("report.jte", page, output);
    return output.toString();
  }

  /** PNG by content id. */
  Map<String, byte[]> pictures(Report report) {
    Map<String, byte[]> pictures = new LinkedHashMap<>();
    ChartModel.of(report, words).forEach(each -> pictures.put(each.id(), picture.png(each)));
    return pictures;
  }

  /** One line. */
  String subject(Report report, boolean repeated) {
    Page page = Page.of(report, words, true, repeated);
    String subject =
        report.edition() == 1
            ? words.text("subject", report.app(), page.week())
            : words.text(
                "subject.replaces", report.app(), page.week(), Integer.toString(report.edition()));
    return repeated ? words.text("subject.repeated", subject) : subject;
  }

  String text(Report report, boolean repeated) {
    return new ReportText(Page.of(report, words, true, repeated)).write();
  }

  /**
   * A few lines in Slack's mark-up, not yet escaped.
   *
   * @param where the whole report is
   */
  String slack(Report report, boolean repeated, String where) {
    Page page = Page.of(report, words, true, repeated);
    StringJoiner lines = new StringJoiner("\n");
    lines.add(page.title());
    lines.add(page.period());
    if (repeated) {
      lines.add(words.text("report.repeated"));
    }
    page.replaces().ifPresent(lines::add);
    for (Figure figure : page.glance()) {
      String change = page.change(figure);
      lines.add(
          "• "
              + words.label(figure)
              + " : "
              + page.value(figure.value(), figure)
              + (change.isEmpty() ? "" : " (" + change + ")"));
    }
    List<String> leftOut =
        report.sections().stream()
            .filter(each -> each.leftOut() != null)
            .map(each -> words.text("section." + each.id()))
            .toList();
    if (!leftOut.isEmpty()) {
      lines.add(words.text("slack.leftOut", String.join(", ", leftOut)));
    }
    return lines.add(words.text("slack.more", where)).toString();
  }
}
