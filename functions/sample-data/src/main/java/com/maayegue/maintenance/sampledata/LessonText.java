package com.maayegue.maintenance.sampledata;

import java.util.List;
import java.util.Locale;

/** Titles, questions and lessons that read like those of the app. */
final class LessonText {
  // Two lessons to a page of 4,096 bytes.
  private static final int LESSON_CHARACTERS = 1_600;

  private static final List<String> TOPICS =
      People.list(
          """
          les salutations, la famille, le marché, les nombres, les repas, le village,
          les saisons, les proverbes, la politesse, les couleurs, le corps, les métiers,
          les animaux, le voyage, les fêtes, la pluie et le soleil
          """);

  private static final List<String> WORDS =
      People.list(
          """
          bonjour, merci, maman, papa, maison, route, manioc, plantain, poisson, forêt, rivière,
          montagne, chemin, écouter, répéter, parler, chanter, danser, aujourd'hui, demain, hier,
          toujours, jamais, souvent, grand, petit, nouveau, ancien, enfant, ami, voisin, chef,
          tambour, conte, histoire, sagesse, ton haut, ton bas, voyelle, phrase, réponse,
          exemple, mot, verbe, nous, vous, elle, avec, sans, pour, dans, sous, entre, après,
          avant, comme, quand, parce que, tante, oncle
          """);

  private LessonText() {}

  static String topic(Dice dice) {
    return dice.pick(TOPICS);
  }

  static String lessonTitle(Language language, Dice dice) {
    return "Leçon %s : %s".formatted(language.ofIt(), topic(dice));
  }

  static String quizTitle(Language language, Dice dice) {
    return "Quiz %s : %s".formatted(language.ofIt(), topic(dice));
  }

  static String question(Language language, Dice dice) {
    return "Comment dit-on « %s » en %s ?".formatted(dice.pick(WORDS), language.name());
  }

  /** A lesson as JSON, about 1.7 KB. */
  static String lesson(Dice dice) {
    StringBuilder json = new StringBuilder(LESSON_CHARACTERS + 100);
    json.append("{\"intro\":\"").append(topic(dice)).append("\",\"steps\":[\"");
    for (int words = 1; json.length() < LESSON_CHARACTERS; words++) {
      json.append(dice.pick(WORDS)).append(words % 12 == 0 ? ".\",\"" : " ");
    }
    return json.append("\"],\"audio\":\"")
        .append(dice.word(12).toLowerCase(Locale.ROOT))
        .append(".mp3\"}")
        .toString();
  }
}
