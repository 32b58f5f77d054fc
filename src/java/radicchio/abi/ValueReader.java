package radicchio.abi;

/**
 * Reads host values of one type into their staged form (see the package's description). A value that is
 * refused leaves as a {@link Refusal}, to which each reader on the way out adds its step of the path.
 */
@FunctionalInterface
public interface ValueReader {

  /**
   * @param value a host value, or null
   * @param reading what this call has offered so far
   */
  Object read(Object value, Reading reading);

  /** The reader of a scalar: a {@code bool}, a number, a {@code char}, an enum, flags. */
  @FunctionalInterface
  interface OfScalar extends ValueReader {

    /** The value's slot. */
    long readSlot(Object value);

    @Override
    default Object read(Object value, Reading reading) {
      return readSlot(value);
    }
  }
}
