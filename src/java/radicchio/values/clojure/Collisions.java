package radicchio.values.clojure;

import clojure.lang.BigInt;
import clojure.lang.Util;
import java.util.Arrays;
import java.util.Comparator;
import radicchio.engine.Deadline;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * Counts the keys of a map with one hash code. A guest chooses the keys and can compute hash codes. A hash map with many
 * colliding keys takes quadratic time to build, and is always slow.
 */
final class Collisions {
  /** The most keys with one hash code. */
  static final int MOST = 1024;

  /** The most collisions that are a coincidence. */
  static final int FEW = 16;

  /** The number of short keys between two checks of the deadline. */
  static final int LOOK = 1024;

  private static final int SORTED_AT_ONCE = 1 << 14;

  private Collisions() {}

  /**
   * Returns the largest number of entries with one hash code.
   *
   * @param parts key, value, key, …
   * @throws RadicchioException {@code LIMIT} if more than {@link #MOST} different keys have one hash code
   */
  static int most(Object[] parts, Deadline deadline) {
    int count = parts.length / 2;
    if (count <= FEW) {
      return count;
    }
    long[] hashes = sortedHashes(parts, deadline);
    int most = 0;
    for (int from = 0, to; from < count; from = to) {
      int hash = hash(hashes[from]);
      to = from + 1;
      while (to < count && hash(hashes[to]) == hash) {
        to++;
      }
      if (to - from > MOST) {
        checkDistinct(parts, hashes, from, to, deadline);
      }
      most = Math.max(most, to - from);
    }
    return most;
  }

  /** Returns the hash code of each key in the high half, its entry in the low half, grouped by hash code. */
  private static long[] sortedHashes(Object[] parts, Deadline deadline) {
    long[] hashes = new long[parts.length / 2];
    int work = 0;
    for (int i = 0; i < hashes.length; i++) {
      work += weight(parts[2 * i]);
      if (work >= LOOK) {
        work = 0;
        deadline.check();
      }
      hashes[i] = (long) Util.hasheq(parts[2 * i]) << 32 | i;
    }
    if (hashes.length <= SORTED_AT_ONCE) {
      Arrays.sort(hashes);
      return hashes;
    }
    return byDigit(byDigit(hashes, 32, deadline), 48, deadline);
  }

  /** Does one pass of a radix sort, by the 16 bits from {@code shift}. */
  private static long[] byDigit(long[] hashes, int shift, Deadline deadline) {
    int[] ends = new int[(1 << 16) + 1];
    for (int i = 0; i < hashes.length; i++) {
      if (i % SORTED_AT_ONCE == 0) {
        deadline.check();
      }
      ends[(int) (hashes[i] >>> shift & 0xFFFF) + 1]++;
    }
    for (int i = 1; i < ends.length; i++) {
      ends[i] += ends[i - 1];
    }
    long[] sorted = new long[hashes.length];
    for (int i = 0; i < hashes.length; i++) {
      if (i % SORTED_AT_ONCE == 0) {
        deadline.check();
      }
      sorted[ends[(int) (hashes[i] >>> shift & 0xFFFF)]++] = hashes[i];
    }
    return sorted;
  }

  /** Returns the cost of hashing or comparing a key. */
  private static int weight(Object key) {
    return key instanceof String string ? 1 + (string.length() >> 6) : 1;
  }

  private static int hash(long sorted) {
    return (int) (sorted >> 32);
  }

  /** Counts the different keys among keys that may be equal. */
  private static void checkDistinct(
      Object[] parts, long[] hashes, int from, int to, Deadline deadline) {
    Object[] keys = new Object[to - from];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = parts[2 * (int) hashes[from + i]];
    }
    Comparator<Object> order = new Order(deadline);
    Arrays.sort(keys, order);
    int distinct = 1;
    for (int i = 1; i < keys.length; i++) {
      if (order.compare(keys[i - 1], keys[i]) != 0 && ++distinct > MOST) {
        throw RadicchioException.of(
                ErrorKind.LIMIT,
                "expected at most "
                    + MOST
                    + " keys with one hash code in a map of the guest, got more; they would make it slow")
            .withKeyword("limit", "map-collisions");
      }
    }
  }

  /** Compares keys of one type in their natural order. */
  private static final class Order implements Comparator<Object> {
    private final Deadline deadline;
    private int compared;

    Order(Deadline deadline) {
      this.deadline = deadline;
    }

    @Override
    public int compare(Object a, Object b) {
      compared += weight(a);
      if (compared >= LOOK) {
        compared = 0;
        deadline.check();
      }
      if (a instanceof BigInt x && b instanceof BigInt y) {
        return x.toBigInteger().compareTo(y.toBigInteger());
      }
      return Util.compare(a, b);
    }
  }
}
