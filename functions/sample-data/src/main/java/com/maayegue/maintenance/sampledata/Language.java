package com.maayegue.maintenance.sampledata;

import java.util.List;

/**
 * A language that the app teaches.
 *
 * @param id as in {@code cameroon_languages.db}
 */
record Language(String id, String name) {
  static final List<Language> ALL =
      List.of(
          new Language("EWO", "ewondo"),
          new Language("DUA", "duala"),
          new Language("FEF", "fe'efe'e"),
          new Language("FUL", "fulfulde"),
          new Language("BAS", "bassa"),
          new Language("BAM", "bamoun"),
          new Language("YMB", "yemba"));

  /** "de duala", "d'ewondo". */
  String ofIt() {
    return (startsWithVowel() ? "d'" : "de ") + name;
  }

  /** "le duala", "l'ewondo". */
  String theIt() {
    return (startsWithVowel() ? "l'" : "le ") + name;
  }

  private boolean startsWithVowel() {
    return "aeiou".indexOf(name.charAt(0)) >= 0;
  }
}
