package radicchio.runtime.resource;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import radicchio.abi.Trap;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * What has an index in one component instance ("Table State"): one space for all kinds of elements. Index 0 is never
 * given, the index freed last is given first. Used within an entrance of the store only.
 */
public final class HandleSpace {
  private static final int MAX_LENGTH = (1 << 28) - 1;

  /** Something that has an index. */
  public interface Element {
    /** As a sentence names it: {@code "a handle"}. */
    String noun();
  }

  private final int limit;
  private Element[] elements = new Element[8];
  private int[] free = new int[8];
  private int freeCount;
  private int length = 1;
  private int cursor;

  /** @param limit the most elements that may be in it at once */
  public HandleSpace(int limit) {
    this.limit = Math.min(limit, MAX_LENGTH);
  }

  /** How many elements are in it. */
  public int size() {
    return length - 1 - freeCount;
  }

  /**
   * Gives an element an index.
   *
   * @throws RadicchioException {@code LIMIT} if it holds as many as it may
   */
  public int add(Element element) {
    if (size() >= limit) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "an instance would hold more than "
                  + limit
                  + " handles; raise :handles where that is meant")
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
   * The element of an index.
   *
   * @throws RadicchioException {@code TRAP} if there is none
   */
  public Element get(int index) {
    Element element = Integer.compareUnsigned(index, length) < 0 ? elements[index] : null;
    if (element == null) {
      throw Trap.of("unknown handle index " + Integer.toUnsignedString(index));
    }
    return element;
  }

  /** Frees an index that has an element. */
  void free(int index) {
    elements[index] = null;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, freeCount * 2);
    }
    free[freeCount++] = index;
  }

  /** Takes out any one element of a kind, going around the space; empty if there is none left. */
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
