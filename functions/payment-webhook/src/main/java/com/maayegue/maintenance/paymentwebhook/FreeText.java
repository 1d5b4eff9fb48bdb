package com.maayegue.maintenance.paymentwebhook;

/**
 * Text that people of a provider wrote, such as the reason of a failure. It goes on without what
 * may be a telephone number, a card or an address.
 */
final class FreeText {
  // As short as a telephone number without its area: nothing of that length is left.
  private static final int MOST_DIGITS = 5;
  private static final String BETWEEN_DIGITS = "+-._/() ";
  private static final String CUT = "…";

  private FreeText() {}

  /**
   * One line of at most {@code most} characters. A run of more than {@value #MOST_DIGITS} digits,
   * whatever signs and blanks are between them, and a word with an {@code @} become {@code …}.
   */
  static String cleaned(String text, int most) {
    StringBuilder cleaned = new StringBuilder();
    for (String word : withoutNumbers(text).split(" ", -1)) {
      if (!word.isEmpty()) {
        cleaned.append(cleaned.isEmpty() ? "" : " ").append(word.indexOf('@') >= 0 ? CUT : word);
      }
    }
    if (cleaned.length() > most) {
      int end = Character.isHighSurrogate(cleaned.charAt(most - 2)) ? most - 2 : most - 1;
      cleaned.setLength(end);
      cleaned.append(CUT);
    }
    return cleaned.toString();
  }

  private static String withoutNumbers(String text) {
    StringBuilder out = new StringBuilder();
    StringBuilder run = new StringBuilder();
    int digits = 0;
    for (int character : text.codePoints().map(FreeText::printable).toArray()) {
      boolean digit = Character.isDigit(character);
      if (digit || (digits > 0 && BETWEEN_DIGITS.indexOf(character) >= 0)) {
        run.appendCodePoint(character);
        digits += digit ? 1 : 0;
      } else {
        out.append(digits > MOST_DIGITS ? CUT + " " : run).appendCodePoint(character);
        run.setLength(0);
        digits = 0;
      }
    }
    return out.append(digits > MOST_DIGITS ? CUT : run).toString();
  }

  /** The character, or a blank in place of one that no line has, such as half a character. */
  private static int printable(int character) {
    boolean whole = Character.getType(character) != Character.SURROGATE;
    return whole && !Character.isISOControl(character) && !Character.isWhitespace(character)
        ? character
        : ' ';
  }
}
