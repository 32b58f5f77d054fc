package radicchio.runtime.resource;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import radicchio.abi.context.Trap;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * The elements that have an index in one component instance ("Table State"): one index space for all kinds of elements. Index 0 is
 * never used. The index that was freed last is used next. Used only inside an entrance of the store.
 */
public final class HandleSpace {
  private static final int MAX_LENGTH = (1 << 28) - 1;

  /** An element that has an index. */
  public interface Element {
    /** Returns its name in a sentence: {@code "a handle"}. */
    String noun();
  }

  private final int limit;
  private Element[] elements = new Element[8];
  private int[] free = new int[8];
  private int freeCount;
  private int length = 1;
  private int cursor;

  /** @param limit the most elements that it may contain at a time */
  public HandleSpace(int limit) {
    this.limit = Math.min(limit, MAX_LENGTH);
  }

  /** Returns the number of its elements. */
  public int size() {
    return length - 1 - freeCount;
  }

  /**
   * Gives an element an index.
   *
   * @throws RadicchioException {@code LIMIT} if it contains the most elements allowed
   */
  public int add(Element element) {
    if (size() >= limit) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "expected at most "
                  + limit
                  + " handles in an instance, got more; raise :handles if it needs them")
          .withKeyword("limit", "handles");
    }
    int index = freeCount > 0 ? free[--freeCount] : append();
    elements[index] = element;
    return index;
  }

  private int append() {
    if (length == elements.length) {
      elements = Arrays.copyOf(elements, length * 2);
    }
    return length++;
  }

  /**
   * Returns the element with an index.
   *
   * @throws RadicchioException {@code TRAP} if there is no such element
   */
  public Element get(int index) {
    if (!has(index)) {
      throw Trap.of("unknown handle index " + Integer.toUnsignedString(index));
    }
    return elements[index];
  }

  /** Tests whether an element has this index. */
  public boolean has(int index) {
    return Integer.compareUnsigned(index, length) < 0 && elements[index] != null;
  }

  /**
   * Returns the element with an index, of a kind.
   *
   * @param noun the kind in a sentence: {@code "a waitable set"}
   * @throws RadicchioException {@code TRAP} if there is no such element
   */
  public <E> E get(int index, Class<E> kind, String noun) {
    Element element = get(index);
    if (!kind.isInstance(element)) {
      throw Trap.of("index " + index + " is " + element.noun() + ", expected " + noun);
    }
    return kind.cast(element);
  }

  /** Does the same as {@link #get(int, Class, String)}, and frees the index. */
  public <E> E remove(int index, Class<E> kind, String noun) {
    E element = get(index, kind, noun);
    free(index);
    return element;
  }

  /** Returns its elements of a kind by their indices, in order. */
  public <E extends Element> Map<Integer, E> all(Class<E> kind) {
    Map<Integer, E> found = new TreeMap<>();
    for (int index = 1; index < length; index++) {
      if (kind.isInstance(elements[index])) {
        found.put(index, kind.cast(elements[index]));
      }
    }
    return found;
  }

  /** Frees the index of an element. */
  void free(int index) {
    elements[index] = null;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, freeCount * 2);
    }
    free[freeCount++] = index;
  }

  /** Removes any element of a kind. Searches the space round-robin; empty if there is none left. */
  <E extends Element> Optional<E> take(Class<E> kind, Predicate<E> wanted) {
    for (int step = 1; step < length; step++) {
      cursor = cursor + 1 < length ? cursor + 1 : 1;
      Element element = elements[cursor];
      if (kind.isInstance(element) && wanted.test(kind.cast(element))) {
        free(cursor);
        return Optional.of(kind.cast(element));
      }
    }
    return Optional.empty();
  }
}
