package com.maayegue.maintenance.paymentstandins;

/** How a stand-in answers questions about transactions. */
public enum Mode {
  /** As the provider does. */
  WELL,
  /** Not before the server ends, or the client gives up. */
  SLOW,
  /** The head of an answer at once, and then a body that never ends. */
  ENDLESS,
  /** With status 500. */
  ERROR,
  /** With status 429 and a Retry-After of 120 seconds. */
  BUSY,
  /** With a page of HTML in place of JSON, and status 200. */
  HTML,
  /** With a redirect to an address of this server that nobody must follow. */
  REDIRECT,
  /** With status 401, whatever the credentials. */
  REFUSED,
  /** With 10 MiB of JSON. */
  HUGE,
  /** With the start of some JSON. */
  BROKEN
}
