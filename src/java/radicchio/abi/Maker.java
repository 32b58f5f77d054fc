package radicchio.abi;

/**
 * Makes host values of one type of what was lifted. Handles need none: what {@link Handles} lifts is the
 * host value.
 */
public sealed interface Maker {

  /** For {@code bool}, numbers, {@code char}, enums, flags. */
  @FunctionalInterface
  non-sealed interface OfScalar extends Maker {
    /** @param slot valid for the type; NaNs are canonical */
    Object make(long slot);
  }

  /** For {@code string}. */
  @FunctionalInterface
  non-sealed interface OfString extends Maker {
    /** @param string well-formed; its bytes belong to the maker */
    Object make(GuestString string);
  }

  /** For lists of scalars, of fixed length or not. */
  @FunctionalInterface
  non-sealed interface OfImage extends Maker {
    /** @param image the elements as they lie in memory, each of them valid; belongs to the maker */
    Object make(byte[] image);
  }

  /** For records, tuples, other lists, and maps ({@code key, value, key, …}). */
  @FunctionalInterface
  non-sealed interface OfParts extends Maker {
    /** @param parts host values; the array belongs to the maker */
    Object make(Object[] parts);
  }

  /** For variants, options ({@code none} is 0, {@code some} 1) and results ({@code ok} 0, {@code err} 1). */
  @FunctionalInterface
  non-sealed interface OfCase extends Maker {
    /** @param payload the payload's host value; null where the case has none */
    Object make(int index, Object payload);
  }

  /** For handles: makes nothing. */
  enum OfHandle implements Maker {
    INSTANCE
  }
}
