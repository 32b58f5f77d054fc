package radicchio.values.java;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import radicchio.abi.value.Heap;
import radicchio.abi.value.Maker;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.ValueReader;
import radicchio.error.ForeignText;
import radicchio.error.Spelling;

/** The names of cases, flags or fields, as strings. */
final class JavaLabels {
  private final List<String> names;
  private final Map<String, Integer> indices = new HashMap<>();

  JavaLabels(List<String> names) {
    this.names = names;
    for (int i = 0; i < names.size(); i++) {
      indices.put(names.get(i), i);
    }
  }

  String name(int index) {
    return names.get(index);
  }

  /** Returns the index of a label, or -1. */
  int indexOf(Object label) {
    return label instanceof String name ? indices.getOrDefault(name, -1) : -1;
  }

  /** Returns the index of a label. */
  int index(Object label) {
    int index = indexOf(label);
    if (index < 0) {
      throw Refusal.of(
          "expected one of " + listed() + ", got " + ForeignText.printed(label) + meant(label));
    }
    return index;
  }

  String listed() {
    return ForeignText.listed(names, ForeignText::quoted);
  }

  String meant(Object label) {
    return label instanceof String name
        ? Spelling.nearest(name, names)
            .map(near -> "; did you mean " + ForeignText.quoted(near) + "?")
            .orElse("")
        : "";
  }

  ValueReader.OfScalar enumReader() {
    return this::index;
  }

  Maker.OfScalar enumMaker() {
    return Maker.OfScalar.shared(slot -> names.get((int) slot));
  }

  ValueReader.OfScalar flagsReader() {
    return value -> {
      if (!(value instanceof Collection<?> flags)) {
        throw Unfit.but("a collection of " + listed(), value);
      }
      long bits = 0;
      for (Object flag : flags) {
        bits |= 1L << index(flag);
      }
      return bits;
    };
  }

  Maker.OfScalar flagsMaker() {
    return new Maker.OfScalar() {
      @Override
      public Object make(long slot) {
        Set<String> flags = new LinkedHashSet<>();
        for (int i = 0; i < names.size(); i++) {
          if ((slot >> i & 1) != 0) {
            flags.add(names.get(i));
          }
        }
        return Collections.unmodifiableSet(flags);
      }

      @Override
      public long heap(long slot) {
        return Heap.object(3, 16) + Heap.references(8L * Long.bitCount(slot));
      }
    };
  }
}
