package com.maayegue.maintenance.alertchannels;

/** Text cut to a length, in UTF-16 units, never through a surrogate pair. */
public final class Bounded {
  private Bounded() {}

  /** The first {@code most} characters; what is cut ends with an ellipsis. */
  public static String text(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }

  /** As {@link #text}, in one line: control characters and line ends become blanks. */
  public static String line(String text, int most) {
    // Cut first: what is long is not worth the work.
    String cut = text.length() > 8 * most ? text.substring(0, 8 * most) : text;
    return text(cut.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u0085\\s]+", " ").strip(), most);
  }
}
