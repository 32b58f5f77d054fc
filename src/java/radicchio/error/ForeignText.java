package radicchio.error;

import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Text that is not ours, as messages, logs and commands show it: a name or a message of a guest, of a component, of a
 * WIT file, or a value of a user. What is shown is bounded, and a terminal shows it as one line: a character that has
 * no shape of its own (controls, line separators, direction marks, zero-width characters, lone surrogates) becomes its
 * escape, as in {@code \n} and {@code \u001b}. All other text remains as it is.
 *
 * <p>No method reads more of its argument than it shows. Every method may be called by every thread.
 */
public final class ForeignText {
  /** The most characters that one text contributes to a message; a text that was cut ends with {@code …}. */
  public static final int LONGEST = 200;

  /** The most items that {@link #listed} shows. */
  private static final int MOST_ITEMS = 50;

  private static final int MOST_LISTED = 10 * LONGEST;
  private static final String CUT = "…";

  /** Characters without a shape that Unicode does not count among its format characters. */
  private static final String FILLERS =
      "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2065\u3164\uffa0"
          + "\ufff0\ufff1\ufff2\ufff3\ufff4\ufff5\ufff6\ufff7\ufff8";

  private ForeignText() {}

  /** The text without quotes, at most {@link #LONGEST} characters of it. */
  public static String escaped(CharSequence text) {
    return escaped(text, LONGEST);
  }

  /** The text without quotes, at most {@code longest} characters of it. */
  public static String escaped(CharSequence text, int longest) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), longest) + 1);
    return append(out, text, longest, "") ? out.toString() : out.append(CUT).toString();
  }

  /** The text as a string that Clojure's reader reads back, if it was not cut. */
  public static String quoted(CharSequence text) {
    return quoted(text, LONGEST);
  }

  /** The same, at most {@code longest} characters of it. */
  public static String quoted(CharSequence text, int longest) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), longest) + 3).append('"');
    return (append(out, text, longest, "\"\\") ? out : out.append(CUT)).append('"').toString();
  }

  /**
   * A value as Clojure prints it readably, at most {@link #LONGEST} characters of it. Printing stops there: it takes
   * bounded time and memory, however large the value is. It realizes nothing lazy. A value whose printing throws is
   * shown by its class and that of the exception.
   */
  public static String printed(Object value) {
    return printed(value, LONGEST);
  }

  /** The same, at most {@code longest} characters of it. */
  public static String printed(Object value, int longest) {
    return escaped(ValuePrinter.print(value, longest), longest);
  }

  /** What went wrong inside another library: the exception's class, and its message if it has one. */
  public static String thrown(Throwable thrown) {
    String name = thrown.getClass().getTypeName();
    return messageOf(thrown).map(message -> name + ": " + escaped(message)).orElse(name);
  }

  /** The message of an exception: whole if it is ours; else as {@link #escaped}, its class in place of none. */
  public static String message(Throwable thrown) {
    if (thrown instanceof RadicchioException) {
      return thrown.getMessage();
    }
    return messageOf(thrown)
        .map(ForeignText::escaped)
        .orElseGet(() -> thrown.getClass().getTypeName());
  }

  /** As {@link #message}, without what a guest wrote to standard error. */
  public static String reason(Throwable thrown) {
    return thrown instanceof RadicchioException ours ? ours.ownMessage() : message(thrown);
  }

  private static Optional<String> messageOf(Throwable thrown) {
    try {
      return Optional.ofNullable(thrown.getMessage());
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * The items as {@code show} shows each, with {@code ", "} between them: at most 50 and at most 2,000 characters, then
   * how many more there are.
   */
  public static <T> String listed(Iterable<T> items, Function<? super T, String> show) {
    return listed(items, ", ", show);
  }

  /** The same with another separator. */
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

  /** A text of many lines, whole: its line feeds and tabs remain, every other character is shown as in {@link #escaped}. */
  public static String lines(CharSequence text) {
    return lines(text, Integer.MAX_VALUE - 64);
  }

  /** A text of many lines, at most {@code longest} characters of it. */
  public static String lines(CharSequence text, int longest) {
    int first = 0;
    while (first < text.length() && isPlainLine(text.charAt(first))) {
      first++;
    }
    if (first == text.length() && first <= longest) {
      return text.toString();
    }
    StringBuilder out = new StringBuilder(Math.min(text.length(), longest) + 16);
    for (int i = 0; i < text.length(); ) {
      int c = Character.codePointAt(text, i);
      if (out.length() >= longest) {
        return out.append(CUT).toString();
      }
      if (c == '\n' || c == '\t') {
        out.append((char) c);
      } else {
        appendOne(out, c, "");
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  /** Whether a text shows a character as itself, and not as its escape. */
  public static boolean hasShape(int codePoint) {
    if (codePoint < 0x7f) {
      return codePoint >= ' ';
    }
    switch (Character.getType(codePoint)) {
      case Character.CONTROL,
      Character.FORMAT,
      Character.SURROGATE,
      Character.LINE_SEPARATOR,
      Character.PARAGRAPH_SEPARATOR:
        return false;
      default:
        return FILLERS.indexOf(codePoint) < 0
            && (codePoint & 0xfffe) != 0xfffe
            && !(codePoint >= 0xe0000 && codePoint < 0xe1000);
    }
  }

  private static boolean isPlainLine(char c) {
    return c >= ' ' && c < 0x7f || c == '\n' || c == '\t';
  }

  /** Appends until {@code longest} characters were appended; false if some text is left. */
  private static boolean append(StringBuilder out, CharSequence text, int longest, String marked) {
    int most = out.length() + longest;
    for (int i = 0; i < text.length(); ) {
      int c = Character.codePointAt(text, i);
      int before = out.length();
      appendOne(out, c, marked);
      if (out.length() > most) {
        out.setLength(before);
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }

  private static void appendOne(StringBuilder out, int c, String marked) {
    if (marked.indexOf(c) >= 0) {
      out.append('\\').append((char) c);
    } else if (hasShape(c)) {
      out.appendCodePoint(c);
    } else {
      escape(out, c);
    }
  }

  private static void escape(StringBuilder out, int c) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        for (char unit : Character.toChars(c)) {
          out.append("\\u").append(String.format(Locale.ROOT, "%04x", (int) unit));
        }
      }
    }
  }
}
