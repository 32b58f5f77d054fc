package radicchio.values.clojure;

import clojure.lang.ITransientSet;
import clojure.lang.Keyword;
import clojure.lang.Named;
import clojure.lang.PersistentHashSet;
import clojure.lang.Sequential;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import radicchio.abi.value.Heap;
import radicchio.abi.value.Maker;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.ValueReader;
import radicchio.error.ForeignText;
import radicchio.error.Spelling;

/** The names of cases, flags or fields as keywords, which are interned once. */
final class Labels {
  /** The most labels for which comparing each is faster than hashing. */
  private static final int FEW = 16;

  /** The most elements of a collection of flags, including duplicates, before it counts as infinite. */
  private static final Length MAX_FLAGS_READ = Length.upTo(1 << 16);

  private final Keyword[] keywords;
  private final Map<Keyword, Integer> many = new HashMap<>();

  Labels(List<String> names) {
    keywords = names.stream().map(name -> Keyword.intern(null, name)).toArray(Keyword[]::new);
    if (keywords.length > FEW) {
      for (int i = 0; i < keywords.length; i++) {
        many.put(keywords[i], i);
      }
    }
  }

  Keyword get(int index) {
    return keywords[index];
  }

  int count() {
    return keywords.length;
  }

  /** Returns the position of a label, or -1. */
  int indexOf(Object label) {
    if (keywords.length > FEW) {
      return label instanceof Keyword k ? many.getOrDefault(k, -1) : -1;
    }
    for (int i = 0; i < keywords.length; i++) {
      if (keywords[i] == label) {
        return i;
      }
    }
    return -1;
  }

  /** Returns a label as messages show it. */
  String shown(int index) {
    return shown(keywords[index]);
  }

  private static String shown(Keyword label) {
    return ForeignText.escaped(label.toString());
  }

  /** Returns {@code ":read, :write"}, at most twelve labels. */
  String list() {
    String listed =
        List.of(keywords).stream().limit(12).map(Labels::shown).collect(Collectors.joining(", "));
    return keywords.length > 12 ? listed + ", …" : listed;
  }

  /** Returns {@code "; did you mean :write?"} if the spelling of a label is near the value's, else an empty string. */
  String suggestion(Object label) {
    String text =
        label instanceof Named named ? named.getName() : label instanceof String s ? s : "";
    return Spelling.nearest(text, Stream.of(keywords).map(Keyword::getName).toList())
        .map(name -> "; did you mean " + shown(Keyword.intern(name)) + "?")
        .orElse("");
  }

  ValueReader.OfScalar enumReader() {
    String expected = "one of " + list();
    return value -> {
      int index = indexOf(value);
      if (index < 0) {
        throw Refusal.of(
            "expected " + expected + ", got " + Expected.show(value) + suggestion(value));
      }
      return index;
    };
  }

  Maker.OfScalar enumMaker() {
    return Maker.OfScalar.shared(slot -> keywords[(int) slot]);
  }

  ValueReader.OfScalar flagsReader() {
    String expected = "a collection of the flags " + list();
    return value -> {
      if (!(value instanceof Collection || value instanceof Sequential)) {
        throw Expected.but(expected, value);
      }
      return readFlags(value);
    };
  }

  private long readFlags(Object value) {
    long bits = 0;
    Elements flags = Elements.of(value);
    while (flags.hasNext()) {
      MAX_FLAGS_READ.checkIndex(flags.index());
      Object flag = flags.next();
      int index = indexOf(flag);
      if (index < 0) {
        throw Refusal.of(
            "expected only the flags "
                + list()
                + ", got "
                + Expected.show(flag)
                + suggestion(flag));
      }
      bits |= 1L << index;
    }
    return bits;
  }

  Maker.OfScalar flagsMaker() {
    return new FlagsMaker(keywords);
  }

  private record FlagsMaker(Keyword[] keywords) implements Maker.OfScalar {
    private static final long SET = Heap.object(2, 8) + Maps.hashedHeap(0);

    @Override
    public Object make(long slot) {
      ITransientSet set = (ITransientSet) PersistentHashSet.EMPTY.asTransient();
      for (long bits = slot; bits != 0; bits &= bits - 1) {
        set = (ITransientSet) set.conj(keywords[Long.numberOfTrailingZeros(bits)]);
      }
      return set.persistent();
    }

    @Override
    public long heap(long slot) {
      return SET + Maps.hashedHeap(Long.bitCount(slot));
    }
  }
}
