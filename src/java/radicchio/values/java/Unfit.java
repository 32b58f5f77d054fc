package radicchio.values.java;

import radicchio.abi.value.Refusal;
import radicchio.error.ForeignText;

/** Makes the refusals of values that do not fit their types. */
final class Unfit {
  private Unfit() {}

  static Refusal but(String expected, Object got) {
    return Refusal.of("expected " + expected + ", got " + ForeignText.printed(got));
  }
}
