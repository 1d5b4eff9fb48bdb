package com.maayegue.maintenance.sampledata;

import java.util.List;

/** What a notification of the app says. */
record NotificationText(String type, String title, String body) {
  // %1$s the language, %2$s the topic, %3$d a number of days, %4$s "d'ewondo", %5$s "l'ewondo"
  private static final List<NotificationText> TEMPLATES =
      List.of(
          new NotificationText(
              "lesson_new",
              "Nouvelle leçon %4$s",
              "Découvrez « %2$s » en %1$s, dix minutes suffisent."),
          new NotificationText(
              "lesson_reminder",
              "Votre leçon %4$s vous attend",
              "Vous en étiez à « %2$s ». On continue ?"),
          new NotificationText(
              "streak",
              "%3$d jours de suite en %1$s !",
              "Une petite leçon aujourd'hui et la série continue."),
          new NotificationText(
              "quiz_result", "Résultat de votre quiz %4$s", "Voyez vos réponses sur « %2$s »."),
          new NotificationText(
              "word_of_the_day", "Le mot du jour en %1$s", "Aujourd'hui : %2$s. Écoutez le ton."),
          new NotificationText(
              "teacher_message", "Votre enseignant %4$s vous a répondu", "Au sujet de « %2$s »."),
          new NotificationText(
              "subscription", "Votre abonnement", "Il reste %3$d jours pour apprendre %5$s."));

  static NotificationText of(Language language, Dice dice) {
    NotificationText template = dice.pick(TEMPLATES);
    String topic = LessonText.topic(dice);
    int days = 2 + dice.below(40);
    return new NotificationText(
        template.type,
        template.title.formatted(language.name(), topic, days, language.ofIt(), language.theIt()),
        template.body.formatted(language.name(), topic, days, language.ofIt(), language.theIt()));
  }
}
