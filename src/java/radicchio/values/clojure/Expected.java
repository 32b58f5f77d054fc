package radicchio.values.clojure;

import clojure.lang.Counted;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentSet;
import clojure.lang.IPersistentVector;
import clojure.lang.Keyword;
import clojure.lang.Symbol;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import radicchio.abi.value.Refusal;
import radicchio.error.ForeignText;

/**
 * Makes the messages of refusals: what was expected, and what came, printed briefly. Printing realizes no lazy sequence,
 * and calls no code of the value except that of Clojure's own collections.
 */
public final class Expected {
  private static final int MAX_TEXT = 40;
  private static final int MAX_BITS = 256;
  private static final int MAX_ITEMS = 4;
  private static final int MAX_DEPTH = 2;

  private Expected() {}

  /** {@code "expected a string, got 3 (java.lang.Long)"}. */
  public static Refusal but(String expected, Object got) {
    return Refusal.of("expected " + expected + ", got " + show(got));
  }

  /** Makes the refusal for a host object that threw when it was read. */
  static Refusal unreadable(RuntimeException thrown) {
    return Refusal.of("cannot be read: " + ForeignText.thrown(thrown), thrown);
  }

  /** Returns a value as messages show it, with its class unless it is nil. */
  static String show(Object value) {
    if (value == null) {
      return "nil";
    }
    Optional<String> text = text(value, MAX_DEPTH);
    String name = ForeignText.escaped(value.getClass().getTypeName());
    return text.isPresent() ? text.get() + " (" + name + ")" : article(name) + " " + name;
  }

  /** Returns a value without its class, for paths. */
  static String shortly(Object value) {
    return nested(value, MAX_DEPTH + 1);
  }

  private static String article(String name) {
    return "aeiou".indexOf(Character.toLowerCase(name.charAt(0))) >= 0 ? "an" : "a";
  }

  private static Optional<String> text(Object value, int depth) {
    Optional<BigInteger> big = Optional.ofNullable(ClojureIntegers.big(value));
    if (big.isPresent() && big.get().bitLength() > MAX_BITS) {
      return Optional.of("an integer of " + big.get().bitLength() + " bits");
    }
    if (value == null
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof Keyword
        || value instanceof Symbol) {
      return Optional.of(ForeignText.printed(value, MAX_TEXT));
    }
    if (value instanceof String string) {
      return Optional.of(ForeignText.quoted(string, MAX_TEXT));
    }
    if (value.getClass().isArray()) {
      return Optional.of("an array of " + Array.getLength(value));
    }
    if (value instanceof IPersistentVector vector) {
      return Optional.of(items("[", ((List<?>) vector).iterator(), "]", depth));
    }
    if (value instanceof IPersistentSet set) {
      return Optional.of(items("#{", ((Iterable<?>) set).iterator(), "}", depth));
    }
    if (value instanceof IPersistentMap map && value instanceof Counted) {
      return Optional.of(entries(map.iterator(), depth));
    }
    return Optional.empty();
  }

  private static String items(String open, Iterator<?> items, String close, int depth) {
    if (depth == 0 && items.hasNext()) {
      return open + "…" + close;
    }
    StringJoiner joined = new StringJoiner(" ", open, close);
    for (int i = 0; items.hasNext(); i++) {
      if (i == MAX_ITEMS) {
        return joined.add("…").toString();
      }
      joined.add(nested(items.next(), depth));
    }
    return joined.toString();
  }

  private static String entries(Iterator<?> entries, int depth) {
    if (depth == 0 && entries.hasNext()) {
      return "{…}";
    }
    StringJoiner joined = new StringJoiner(", ", "{", "}");
    for (int i = 0; entries.hasNext(); i++) {
      if (i == MAX_ITEMS) {
        return joined.add("…").toString();
      }
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) entries.next();
      joined.add(nested(entry.getKey(), depth) + " " + nested(entry.getValue(), depth));
    }
    return joined.toString();
  }

  private static String nested(Object value, int depth) {
    return text(value, depth - 1)
        .orElseGet(() -> "#<" + ForeignText.escaped(value.getClass().getTypeName()) + ">");
  }
}
