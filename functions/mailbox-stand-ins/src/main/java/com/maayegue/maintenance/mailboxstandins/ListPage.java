package com.maayegue.maintenance.mailboxstandins;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The page of all messages, newest first, in French and English. */
final class ListPage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEEE d MMMM, HH:mm:ss", Locale.FRENCH)
          .withZone(ZoneId.of("Africa/Douala"));
  private static final Pattern LINK = Pattern.compile("https?://[^\\s<>&|]+");

  private final List<Delivered> delivered;

  ListPage(List<Delivered> delivered) {
    this.delivered = delivered;
  }

  String html() {
    StringBuilder cards = new StringBuilder();
    for (int i = delivered.size() - 1; i >= 0; i--) {
      cards.append(card(delivered.get(i)));
    }
    String body =
        delivered.isEmpty()
            ? "<p class=\"none\">Rien n’a été envoyé. <span lang=\"en\">Nothing was sent.</span></p>"
            : cards.toString();
    return resource("list-page.html")
        .replace("{{count}}", Integer.toString(delivered.size()))
        .replace("{{body}}", body);
  }

  private static String card(Delivered each) {
    String name = each.medium().name().toLowerCase(Locale.ROOT);
    String content =
        each.html().isPresent()
            ? "<iframe sandbox=\"allow-popups allow-popups-to-escape-sandbox\""
                + " title=\"Courriel · E-mail\" src=\"/mail/"
                + each.number()
                + "\"></iframe><details><summary>Texte seul <span lang=\"en\">· Plain"
                + " text</span></summary><pre>"
                + linked(each.text())
                + "</pre></details>"
            : "<pre>" + linked(each.text()) + "</pre>";
    return "<article class=\""
        + name
        + "\"><header><span class=\"medium\">"
        + each.medium().french()
        + (each.medium().french().equals(each.medium().english())
            ? ""
            : " <span lang=\"en\">· " + each.medium().english() + "</span>")
        + "</span><span class=\"to\">"
        + escaped(each.to())
        + "</span><time>"
        + TIME.format(each.at())
        + "</time></header>"
        + (each.subject().isEmpty() ? "" : "<h2>" + escaped(each.subject()) + "</h2>")
        + content
        + "</article>\n";
  }

  private static String linked(String text) {
    return LINK.matcher(escaped(text))
        .replaceAll("<a href=\"$0\" target=\"_blank\" rel=\"noreferrer\">$0</a>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String resource(String name) {
    try (InputStream in = ListPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
