package com.maayegue.maintenance.alertdispatch;

import static com.maayegue.maintenance.alertdispatch.AlertText.xml;

import java.util.Map;
import java.util.Optional;

/**
 * The pages of the acknowledgement, in French and English.
 *
 * @param app how the app is called
 */
record AckPage(String app) {
  /**
   * An answer.
   *
   * @param status of HTTP
   */
  record Page(int status, String html) {}

  /** The question, with the button that is the only thing that acknowledges. */
  Page question(AlertText text, String token) {
    String form =
        "<form method=\"post\"><input type=\"hidden\" name=\"t\" value=\""
            + xml(token)
            + "\"><button type=\"submit\">Je m’en occupe <span lang=\"en\">· I take it on</span>"
            + "</button></form>";
    return page(200, text.facts().title(), text.state(), details(text) + form);
  }

  /** It is acknowledged now, or was before. */
  Page thanks(AlertText text, String name) {
    String content =
        "<p>Pris en charge par "
            + xml(name)
            + ". Plus personne d’autre ne sera appelé. <span lang=\"en\">Taken on by "
            + xml(name)
            + ". Nobody else will be called.</span></p>"
            + title(text)
            + details(text);
    return page(200, "C’est noté", "It is noted", content);
  }

  /** There is nothing to acknowledge any more. */
  Page over(Optional<AlertText> text) {
    return page(
        200,
        "C’est déjà fini",
        "It is over already",
        "<p>Cette alerte est résolue, rien n’est à faire. <span lang=\"en\">This alert is"
            + " resolved, there is nothing to do.</span></p>"
            + text.map(each -> title(each) + details(each)).orElse(""));
  }

  /** The link has come to its end. */
  Page expired() {
    return page(
        410,
        "Ce lien a expiré",
        "This link has expired",
        "<p>Le prochain rappel en contient un nouveau. <span lang=\"en\">The next reminder has a"
            + " new one.</span></p>");
  }

  /** We have not made this link. */
  Page unknown() {
    return page(
        403,
        "Ce lien n’est pas valable",
        "This link is not valid",
        "<p>Peut-être a-t-il été coupé : ouvrez-le depuis le message. <span lang=\"en\">It may"
            + " have been cut: open it from the message.</span></p>");
  }

  /** Asked in a way that we do not answer. */
  Page refused(int status) {
    return page(status, "Demande refusée", "Request refused", "");
  }

  /** Something of ours is away. */
  Page away() {
    return page(
        503,
        "Réessayez dans un instant",
        "Try again in a moment",
        "<p>Rien n’a été changé. <span lang=\"en\">Nothing was changed.</span></p>");
  }

  private static String title(AlertText text) {
    return "<p><strong>" + xml(text.facts().title()) + "</strong></p>";
  }

  private static String details(AlertText text) {
    Map<String, String> values = AlertHtml.values(text);
    return "<p>"
        + xml(values.get("summary"))
        + "</p><table>"
        + values.get("labels")
        + "</table><p>"
        + xml(values.get("since"))
        + "<br><span lang=\"en\">"
        + xml(values.get("sincetoo"))
        + "</span></p><p>Que faire <span lang=\"en\">· What to do</span> : "
        + xml(values.get("playbook"))
        + "</p>";
  }

  private Page page(int status, String heading, String headingToo, String content) {
    return new Page(
        status,
        AlertHtml.fill(
            "page.html",
            Map.of("app", app, "heading", heading, "headingtoo", headingToo, "content", content)));
  }
}
