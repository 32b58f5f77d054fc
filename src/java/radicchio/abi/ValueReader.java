package radicchio.abi;

/**
 * Converts host values of one type to their staged form (see the package's description). It throws a {@link Refusal} for a
 * value that does not fit. Each reader on the way out adds its step to the path.
 */
@FunctionalInterface
public interface ValueReader {

  /**
   * @param value a host value, or null
   * @param reading the state of this call
   */
  Object read(Object value, Reading reading);

  /** Reads a scalar: a {@code bool}, a number, a {@code char}, an enum, flags. */
  @FunctionalInterface
  interface OfScalar extends ValueReader {

    /** Returns the value's slot. */
    long readSlot(Object value);

    @Override
    default Object read(Object value, Reading reading) {
      return readSlot(value);
    }
  }
}
