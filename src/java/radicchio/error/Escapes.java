package radicchio.error;

import java.util.Locale;

/** Replaces characters that a terminal does not show as themselves by escapes. The entrance is {@code ForeignText}. */
final class Escapes {
  /** The most characters of one text in a message. */
  static final int LONGEST = 200;

  private static final String CUT = "…";

  /** Characters without a shape that are not format characters in Unicode. */
  private static final String FILLERS =
      "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2065\u3164\uffa0"
          + "\ufff0\ufff1\ufff2\ufff3\ufff4\ufff5\ufff6\ufff7\ufff8";

  private Escapes() {}

  /** Returns the text without quotes, at most {@code longest} characters of it. */
  static String escaped(CharSequence text, int longest) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), longest) + 1);
    return append(out, text, longest, "") ? out.toString() : out.append(CUT).toString();
  }

  /** Returns the text as a string that Clojure's reader can read, at most {@code longest} characters of it. */
  static String quoted(CharSequence text, int longest) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), longest) + 3).append('"');
    return (append(out, text, longest, "\"\\") ? out : out.append(CUT)).append('"').toString();
  }

  /** Returns a text of many lines, at most {@code longest} characters of it. */
  static String lines(CharSequence text, int longest) {
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
  static boolean hasShape(int codePoint) {
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
