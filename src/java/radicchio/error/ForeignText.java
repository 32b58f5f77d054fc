package radicchio.error;

import java.util.Iterator;
import java.util.function.Function;

/**
 * Shows foreign text in messages, logs and commands: a name or a message of a guest, of a component, of a WIT file, or a
 * value of a user. The result is bounded, and a terminal shows it as one line. A character without a visible shape
 * (controls, line separators, direction marks, zero-width characters, lone surrogates) becomes an escape, such as
 * {@code \n} and {@code \u001b}. All other characters are unchanged.
 *
 * <p>No method reads more of its argument than it shows. Any thread may call every method.
 */
public final class ForeignText {
  /** The most characters of one text in a message. A truncated text ends with {@code …}. */
  public static final int LONGEST = Escapes.LONGEST;

  /** The most items that {@link #listed} shows. */
  private static final int MOST_ITEMS = 50;

  private static final int MOST_LISTED = 10 * LONGEST;

  private ForeignText() {}

  /** Returns the text without quotes, at most {@link #LONGEST} characters of it. */
  public static String escaped(CharSequence text) {
    return escaped(text, LONGEST);
  }

  /** Returns the text without quotes, at most {@code longest} characters of it. */
  public static String escaped(CharSequence text, int longest) {
    return Escapes.escaped(text, longest);
  }

  /** Returns the text as a string that Clojure's reader can read, unless it is truncated. */
  public static String quoted(CharSequence text) {
    return quoted(text, LONGEST);
  }

  /** Returns the same, at most {@code longest} characters of it. */
  public static String quoted(CharSequence text, int longest) {
    return Escapes.quoted(text, longest);
  }

  /**
   * Returns a value as Clojure prints it readably, at most {@link #LONGEST} characters of it. Printing stops there: it
   * takes bounded time and memory for a value of any size. It realizes no lazy sequence. If printing a value throws, the
   * result has its class and that of the exception.
   */
  public static String printed(Object value) {
    return printed(value, LONGEST);
  }

  /** Returns the same, at most {@code longest} characters of it. */
  public static String printed(Object value, int longest) {
    return escaped(ValuePrinter.print(value, longest), longest);
  }

  /** Returns the class of another library's exception, and its message if it has one. */
  public static String thrown(Throwable thrown) {
    return ValuePrinter.thrown(thrown);
  }

  /** Returns the message of an exception: whole if it is ours, else like {@link #escaped}. Without one, returns its class. */
  public static String message(Throwable thrown) {
    if (thrown instanceof RadicchioException) {
      return thrown.getMessage();
    }
    return ValuePrinter.messageOf(thrown)
        .map(ForeignText::escaped)
        .orElseGet(() -> thrown.getClass().getTypeName());
  }

  /** As {@link #message}, without what a guest wrote to standard error. */
  public static String reason(Throwable thrown) {
    return thrown instanceof RadicchioException ours ? ours.ownMessage() : message(thrown);
  }

  /**
   * Returns the items, each formatted by {@code show}, separated by {@code ", "}: at most 50 items and at most 2,000
   * characters, then the number of the others.
   */
  public static <T> String listed(Iterable<T> items, Function<? super T, String> show) {
    return listed(items, ", ", show);
  }

  /** Returns the same with another separator. */
  public static <T> String listed(
      Iterable<T> items, String separator, Function<? super T, String> show) {
    StringBuilder out = new StringBuilder();
    int left = 0;
    int shown = 0;
    for (Iterator<T> each = items.iterator(); each.hasNext(); ) {
      T item = each.next();
      if (left > 0 || shown == MOST_ITEMS || out.length() > MOST_LISTED) {
        left++;
      } else {
        out.append(shown++ == 0 ? "" : separator).append(show.apply(item));
      }
    }
    return left == 0
        ? out.toString()
        : out + (separator.equals(", ") ? " and " : separator + "and ") + left + " more";
  }

  /** Returns a whole text of many lines. Line feeds and tabs are kept; other characters are shown as by {@link #escaped}. */
  public static String lines(CharSequence text) {
    return Escapes.lines(text, Integer.MAX_VALUE - 64);
  }

  /** Tests whether a character is shown unchanged, and not as its escape. */
  public static boolean hasShape(int codePoint) {
    return Escapes.hasShape(codePoint);
  }
}
