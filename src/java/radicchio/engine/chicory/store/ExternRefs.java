package radicchio.engine.chicory.store;

import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Map;
import radicchio.engine.CoreType;
import radicchio.engine.chicory.module.Signature;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * The objects of the host that guests refer to, by number. Those that are in no table and no global are released when no thread is
 * in the store: a running guest may have them in its locals, others cannot.
 */
final class ExternRefs {
  /** The least number of new objects between two searches. */
  private static final int FEW = 1024;

  private final Map<Object, Integer> numbers = new IdentityHashMap<>();
  private Object[] objects = new Object[4];
  private int count;
  private int[] free = {};
  private int freeCount;
  private long untilSearch = FEW;

  /** Returns the number of an object; the same as long as it has one. */
  int of(Object object) {
    Integer known = numbers.get(object);
    if (known != null) {
      return known;
    }
    int number = freeCount > 0 ? free[--freeCount] : append();
    objects[number] = object;
    numbers.put(object, number);
    untilSearch--;
    return number;
  }

  private int append() {
    if (count == objects.length) {
      objects = Arrays.copyOf(objects, 2 * count);
    }
    return count++;
  }

  Object get(long number) {
    require(number);
    return objects[(int) number];
  }

  void require(long number) {
    if (number < 0 || number >= count || objects[(int) number] == null) {
      throw RadicchioException.of(
          ErrorKind.ARGUMENT, number + " is not an external reference of this store");
    }
  }

  void clear() {
    numbers.clear();
    objects = new Object[4];
    count = 0;
    freeCount = 0;
  }

  /** Tests whether there are enough new objects for a search for unused ones. */
  boolean wantSearch() {
    return untilSearch <= 0;
  }

  /** Releases all objects that were not found; none if some may be in places that a search cannot reach. */
  void end(Search search) {
    if (search.complete) {
      free = new int[count];
      freeCount = 0;
      for (int number = count - 1; number >= 0; number--) {
        if (!search.found.get(number)) {
          letGo(number);
        }
      }
    }
    // as many as were looked at: so a search costs each new one the same, however much there is to
    // look at
    untilSearch = Math.max(FEW, numbers.size() + search.cells);
  }

  private void letGo(int number) {
    Object object = objects[number];
    if (object != null) {
      numbers.remove(object);
      objects[number] = null;
    }
    free[freeCount++] = number;
  }

  /** Collects the objects in tables and globals. */
  static final class Search {
    private final BitSet found = new BitSet();
    private boolean complete = true;
    private long cells;

    void found(long number) {
      cells++;
      if (number >= 0) {
        found.set((int) number);
      }
    }

    /** Tests whether cells of a type contain external references; if they may contain others too, nothing is released. */
    boolean isIn(CoreType type) {
      if (!(type instanceof CoreType.Ref ref) || Signature.isFuncref(type)) {
        return false;
      }
      boolean plain = ref.heap().equals("extern") || ref.heap().equals("noextern");
      complete &= plain;
      return plain;
    }

    /** Records that there are references in objects that a guest made. */
    void incomplete() {
      complete = false;
    }
  }
}
