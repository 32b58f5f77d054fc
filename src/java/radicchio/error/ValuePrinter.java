package radicchio.error;

import clojure.lang.BigInt;
import clojure.lang.IMeta;
import clojure.lang.IPending;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentVector;
import clojure.lang.IRecord;
import clojure.lang.ISeq;
import clojure.lang.Keyword;
import clojure.lang.PersistentQueue;
import clojure.lang.RT;
import clojure.lang.Ratio;
import clojure.lang.Sequential;
import clojure.lang.Symbol;
import clojure.lang.Var;
import java.io.IOException;
import java.io.Writer;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;

/**
 * Prints the start of a value as {@code pr} does. This class walks collections of Clojure and Java itself, so that it
 * realizes no lazy sequence and converts no huge number to text. Any other object is printed by its {@code print-method},
 * into a writer that throws when it is full.
 */
final class ValuePrinter extends Writer {
  private static final int MOST_BITS = 256;
  private static final Keyword TYPE = Keyword.intern(null, "type");

  private final StringBuilder out = new StringBuilder();
  private final int longest;

  private ValuePrinter(int longest) {
    this.longest = longest;
  }

  /** Returns the value's text, or its first {@code longest} characters and one more; not escaped yet. */
  static String print(Object value, int longest) {
    ValuePrinter printer = new ValuePrinter(longest + 1);
    try {
      printer.value(value);
    } catch (Full full) {
      return printer.out.toString();
    }
    return printer.out.toString();
  }

  /** Returns the class of another library's exception, and its message if it has one. */
  static String thrown(Throwable thrown) {
    String name = thrown.getClass().getTypeName();
    return messageOf(thrown)
        .map(message -> name + ": " + Escapes.escaped(message, Escapes.LONGEST))
        .orElse(name);
  }

  /** Returns the message of an exception; empty if it has none or its method throws. */
  static Optional<String> messageOf(Throwable thrown) {
    try {
      return Optional.ofNullable(thrown.getMessage());
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private void value(Object value) {
    if (value == null) {
      add("nil");
    } else if (value instanceof IMeta typed
        && typed.meta() != null
        && typed.meta().valAt(TYPE) != null) {
      byItsOwnMethod(value);
    } else if (value instanceof String text) {
      add(Escapes.quoted(text, Escapes.LONGEST));
    } else if (value instanceof Character character) {
      character(character);
    } else if (value instanceof Keyword || value instanceof Symbol || value instanceof Boolean) {
      add(value.toString());
    } else if (value instanceof Number number) {
      number(number);
    } else if (value.getClass().isArray()) {
      add(
          "#<"
              + value.getClass().getComponentType().getTypeName()
              + "["
              + Array.getLength(value)
              + "]>");
    } else if (value instanceof CharSequence text) {
      add("#<" + name(value) + " ");
      add(Escapes.quoted(text, Escapes.LONGEST));
      add(">");
    } else if (value instanceof Throwable thrown) {
      add("#<" + thrown(thrown) + ">");
    } else if (!isOfTheLanguage(value) || !collection(value)) {
      byItsOwnMethod(value);
    }
  }

  /** Tests whether iterating runs no code of a user or a library, by the value's class. */
  private static boolean isOfTheLanguage(Object value) {
    String name = value.getClass().getName();
    return !(value instanceof IRecord)
        && (name.startsWith("clojure.lang.")
            || name.startsWith("clojure.core.Vec")
            || name.startsWith("java.util.")
            || name.startsWith("radicchio.values."));
  }

  private boolean collection(Object value) {
    try {
      if (value instanceof IPersistentMap || value instanceof Map) {
        entries(
            ((Iterable<?>) (value instanceof Map<?, ?> map ? map.entrySet() : value)).iterator());
      } else if (value instanceof Set<?> set) {
        items("#{", set.iterator(), "}");
      } else if (value instanceof IPersistentVector
          || value instanceof RandomAccess && value instanceof Collection) {
        items("[", ((Iterable<?>) value).iterator(), "]");
      } else if (value instanceof ISeq
          || value instanceof Sequential && !(value instanceof PersistentQueue)) {
        seq(value);
      } else if (value instanceof Collection<?> other && !(value instanceof PersistentQueue)) {
        items("(", other.iterator(), ")");
      } else {
        return false;
      }
      return true;
    } catch (Full full) {
      throw full;
    } catch (RuntimeException e) {
      unprintable(value, e);
      return true;
    }
  }

  private void items(String open, Iterator<?> items, String close) {
    add(open);
    for (String between = ""; items.hasNext(); between = " ") {
      add(between);
      value(items.next());
    }
    add(close);
  }

  private void entries(Iterator<?> entries) {
    add("{");
    for (String between = ""; entries.hasNext(); between = ", ") {
      add(between);
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) entries.next();
      value(entry.getKey());
      add(" ");
      value(entry.getValue());
    }
    add("}");
  }

  /** Prints the realized part of a sequence. */
  private void seq(Object sequence) {
    add("(");
    Object rest = sequence;
    for (String between = ""; ; between = " ") {
      if (rest instanceof IPending pending && !pending.isRealized()) {
        add(between + "…");
        break;
      }
      ISeq cell = RT.seq(rest);
      if (cell == null) {
        break;
      }
      add(between);
      value(cell.first());
      rest = cell.more();
    }
    add(")");
  }

  private void character(char c) {
    if (c > ' ' && Escapes.hasShape(c)) {
      add("\\" + c);
    } else {
      add(
          switch (c) {
            case ' ' -> "\\space";
            case '\n' -> "\\newline";
            case '\t' -> "\\tab";
            case '\r' -> "\\return";
            case '\b' -> "\\backspace";
            case '\f' -> "\\formfeed";
            default -> Escapes.escaped(String.valueOf(c), Escapes.LONGEST);
          });
    }
  }

  private void number(Number number) {
    int bits = bits(number);
    if (bits > MOST_BITS) {
      add("#<" + name(number) + " of " + bits + " bits>");
    } else {
      byItsOwnMethod(number);
    }
  }

  private static int bits(Number number) {
    if (number instanceof BigInteger big) {
      return big.bitLength();
    } else if (number instanceof BigInt big) {
      return big.bitLength();
    } else if (number instanceof BigDecimal decimal) {
      return decimal.unscaledValue().bitLength();
    } else if (number instanceof Ratio ratio) {
      return Math.max(ratio.numerator.bitLength(), ratio.denominator.bitLength());
    }
    return 0;
  }

  private void byItsOwnMethod(Object value) {
    int start = out.length();
    Var.pushThreadBindings(
        RT.map(
            RT.var("clojure.core", "*print-dup*"), false,
            RT.var("clojure.core", "*print-readably*"), true));
    try {
      RT.print(value, this);
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      if (out.length() >= longest) {
        throw new Full();
      }
      out.setLength(start);
      unprintable(value, e);
    } finally {
      Var.popThreadBindings();
    }
  }

  private void unprintable(Object value, Throwable thrown) {
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    add("#<" + name(value) + ", printing it threw " + thrown.getClass().getTypeName() + ">");
  }

  private static String name(Object value) {
    return value.getClass().getTypeName();
  }

  private void add(CharSequence text) {
    append(text);
  }

  @Override
  public void write(char[] chars, int from, int count) {
    out.append(chars, from, Math.min(count, room()));
    refuseIfFull();
  }

  @Override
  public void write(String text, int from, int count) {
    out.append(text, from, from + Math.min(count, room()));
    refuseIfFull();
  }

  @Override
  public Writer append(CharSequence text) {
    CharSequence shown = text == null ? "null" : text;
    out.append(shown, 0, Math.min(shown.length(), room()));
    refuseIfFull();
    return this;
  }

  private int room() {
    return longest - out.length();
  }

  private void refuseIfFull() {
    if (out.length() >= longest) {
      throw new Full();
    }
  }

  @Override
  public void flush() throws IOException {
    // Nothing to flush.
  }

  @Override
  public void close() throws IOException {
    // Nothing to close.
  }

  /** Thrown when the printer is full. */
  private static final class Full extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Full() {
      super(null, null, false, false);
    }
  }
}
