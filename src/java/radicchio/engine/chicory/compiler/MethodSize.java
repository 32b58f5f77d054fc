package radicchio.engine.chicory.compiler;

import java.util.Optional;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** How large a method may be, in bytes of JVM code. */
public final class MethodSize {
  static final String PROPERTY = "radicchio.method.size";

  /** Stays, with the error of the estimate of calls of parts, below the 8,000 bytes above which HotSpot never compiles. */
  public static final int DEFAULT = 6_500;

  private static final int LARGEST = 8_000;
  private static final int LEAST = 20;

  /** A body becomes at most so many times as long, mostly. */
  private static final int GROWTH = 4;

  private MethodSize() {}

  /** Returns the size of the methods that a function is divided into. */
  public static int wanted() {
    String given =
        Optional.ofNullable(System.getProperty(PROPERTY)).orElse(Integer.toString(DEFAULT));
    if (given.matches("[0-9]{1,9}") && Integer.parseInt(given) >= LEAST) {
      return Integer.parseInt(given);
    }
    throw RadicchioException.of(
        ErrorKind.CONFIG,
        PROPERTY + ": expected a number of bytes, at least " + LEAST + ", got " + given);
  }

  /** Returns the size above which a function is divided. */
  static int largest() {
    return System.getProperty(PROPERTY) == null ? LARGEST : wanted();
  }

  /** Returns the bytes that the body of a function has at least whose method may be too large. */
  static int suspicious() {
    return largest() / GROWTH;
  }
}
