package com.maayegue.maintenance.alertchannels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedTest {
  @Test
  void keepsWhatFitsAndMarksWhatDoesNot() {
    assertThat(Bounded.text("abc", 3)).isEqualTo("abc");
    assertThat(Bounded.text("abcd", 3)).isEqualTo("ab…");
  }

  @Test
  void neverCutsThroughACharacter() {
    assertThat(Bounded.text("a😀bc", 3)).isEqualTo("a…");
  }

  @Test
  void makesOneLineOfMany() {
    assertThat(Bounded.line(" a\r\nBcc: b\t\u0000\u2028c ", 50)).isEqualTo("a Bcc: b c");
  }
}
