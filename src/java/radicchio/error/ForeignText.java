package radicchio.error;

import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
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
  public static final int LONGEST = 200;

  /** The most items that {@link #listed} shows. */
  private static final int MOST_ITEMS = 50;

  private static final int MOST_LISTED = 10 * LONGEST;
  private static final String CUT = "…";

  /** Characters without a shape that are not format characters in Unicode. */
  private static final String FILLERS =
      "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2065\u3164\uffa0"
          + "\ufff0\ufff1\ufff2\ufff3\ufff4\ufff5\ufff6\ufff7\ufff8";

  private ForeignText() {}

  /** Returns the text without quotes, at most {@link #LONGEST} characters of it. */
  public static String escaped(CharSequence text) {
    return escaped(text, LONGEST);
  }

  /** Returns the text without quotes, at most {@code longest} characters of it. */
  public static String escaped(CharSequence text, int longest) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), longest) + 1);
    return append(out, text, longest, "") ? out.toString() : out.append(CUT).toString();
  }

  /** Returns the text as a string that Clojure's reader can read, unless it is truncated. */
  public static String quoted(CharSequence text) {
    return quoted(text, LONGEST);
  }

  /** Returns the same, at most {@code longest} characters of it. */
  public static String quoted(CharSequence text, int longest) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), longest) + 3).append('"');
    return (append(out, text, longest, "\"\\") ? out : out.append(CUT)).append('"').toString();
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
    String name = thrown.getClass().getTypeName();
    return messageOf(thrown).map(message -> name + ": " + escaped(message)).orElse(name);
  }

  /** Returns the message of an exception: whole if it is ours, else like {@link #escaped}. Without one, returns its class. */
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
    return lines(text, Integer.MAX_VALUE - 64);
  }

  /** Returns a text of many lines, at most {@code longest} characters of it. */
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

  /** Tests whether a character is shown unchanged, and not as its escape. */
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

  /** Appends at most {@code longest} characters. Returns false if some text is left. */
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
