package radicchio.abi.value;

import java.util.function.LongFunction;
import radicchio.engine.Deadline;

/**
 * Makes host values of one type from lifted values. Handles need no maker: {@link radicchio.abi.context.Handles} lifts them to host values. A
 * maker returns the heap size of a value, without its parts, before it makes the value. A maker of values with many
 * elements checks the deadline every few thousand elements.
 */
public sealed interface Maker {

  /** For {@code bool}, numbers, {@code char}, enums, flags. */
  @FunctionalInterface
  non-sealed interface OfScalar extends Maker {
    /** @param slot valid for the type; NaNs are canonical */
    Object make(long slot);

    default long heap(long slot) {
      return Heap.BOXED;
    }

    /** Returns a maker whose values exist already. */
    static OfScalar shared(LongFunction<Object> values) {
      return new OfScalar() {
        @Override
        public Object make(long slot) {
          return values.apply(slot);
        }

        @Override
        public long heap(long slot) {
          return 0;
        }
      };
    }
  }

  /** For {@code string}; the value takes as much heap as the string. */
  @FunctionalInterface
  non-sealed interface OfString extends Maker {
    /** @param string well-formed; the maker owns its bytes */
    Object make(GuestString string, Deadline deadline);
  }

  /** For lists of scalars, of fixed length or not. */
  @FunctionalInterface
  non-sealed interface OfImage extends Maker {
    /** @param image the elements as in memory, each of them valid; the maker owns it */
    Object make(byte[] image, Deadline deadline);

    /** Returns the heap size of the whole value; 0 if it is the image itself. */
    default long heap(byte[] image, Deadline deadline) {
      return 0;
    }
  }

  /** For records, tuples, other lists, and maps ({@code key, value, key, …}). */
  @FunctionalInterface
  non-sealed interface OfParts extends Maker {
    /** @param parts host values; the maker owns the array */
    Object make(Object[] parts, Deadline deadline);

    /** Returns the heap size of a value with this many parts; 0 if it is the array itself. */
    default long heap(int parts) {
      return 0;
    }
  }

  /** For variants, options ({@code none} is 0, {@code some} 1) and results ({@code ok} 0, {@code err} 1). */
  @FunctionalInterface
  non-sealed interface OfCase extends Maker {
    /** @param payload the payload's host value, or null if the case has none */
    Object make(int index, Object payload);

    default long heap(int index) {
      return Heap.object(1, 4);
    }
  }

  /** For streams, futures and error contexts. */
  @FunctionalInterface
  non-sealed interface OfEnd extends Maker {
    long HEAP = Heap.object(16, 64);

    /** @param lifted what {@link radicchio.abi.context.Ends} lifted */
    Object make(Object lifted);
  }

  /** For handles: has no methods, because handles need no maker. */
  enum OfHandle implements Maker {
    INSTANCE
  }
}
