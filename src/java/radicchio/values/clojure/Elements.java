package radicchio.values.clojure;

import clojure.lang.Counted;
import clojure.lang.RT;
import clojure.lang.Sequential;
import java.util.Iterator;
import java.util.List;
import java.util.RandomAccess;
import radicchio.abi.value.Reading;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.ValueReader;

/**
 * Iterates over the elements of a list value; each is read once. An exception of the collection becomes a refusal at the
 * index of the element.
 */
final class Elements {
  private final Iterator<?> iterator;
  private int index = -1;

  private Elements(Iterator<?> iterator) {
    this.iterator = iterator;
  }

  /** Tests whether a value is accepted as a list: anything sequential, or a {@code java.util.List}. */
  static boolean areIn(Object value) {
    return value instanceof Sequential || value instanceof List;
  }

  static Elements of(Object collection) {
    try {
      return new Elements(RT.iter(collection));
    } catch (RuntimeException e) {
      throw Expected.unreadable(e);
    }
  }

  /** Returns the number of elements if it is known without reading them, else -1. */
  static int knownCount(Object collection) {
    if (collection instanceof Counted counted) {
      return counted.count();
    }
    return collection instanceof RandomAccess && collection instanceof List<?> list
        ? list.size()
        : -1;
  }

  /** Moves to the next element, if there is one. */
  boolean hasNext() {
    index++;
    try {
      return iterator.hasNext();
    } catch (RuntimeException e) {
      throw Expected.unreadable(e).within(step());
    }
  }

  /** Returns the index of the element that {@link #hasNext} found, or the number of elements if it found none. */
  int index() {
    return index;
  }

  Object next() {
    try {
      return iterator.next();
    } catch (RuntimeException e) {
      throw Expected.unreadable(e).within(step());
    }
  }

  long readSlot(ValueReader.OfScalar reader, Reading reading) {
    Object element = next();
    reading.element();
    try {
      return reader.readSlot(element);
    } catch (Refusal refusal) {
      throw refusal.within(step());
    }
  }

  Object read(ValueReader reader, Reading reading) {
    Object element = next();
    reading.element();
    try {
      return reader.read(element, reading);
    } catch (Refusal refusal) {
      throw refusal.within(step());
    }
  }

  private String step() {
    return "[" + index + "]";
  }
}
