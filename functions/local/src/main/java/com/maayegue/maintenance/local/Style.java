package com.maayegue.maintenance.local;

/**
 * Colours, or none. Only such as can be read on a light and on a dark ground, and never as the only
 * sign of anything.
 *
 * @param colours whether to write escape sequences at all
 */
record Style(boolean colours) {
  /** No colours. */
  static final Style PLAIN = new Style(false);

  String strong(String text) {
    return wrap("1", text);
  }

  String heading(String text) {
    return wrap("1;36", text);
  }

  String good(String text) {
    return wrap("32", text);
  }

  String bad(String text) {
    return wrap("1;31", text);
  }

  private String wrap(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
