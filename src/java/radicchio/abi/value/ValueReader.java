package radicchio.abi.value;

import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

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

  /**
   * Reads a whole value. An exception of a user's collection becomes a refusal.
   *
   * @throws Refusal if the value does not fit or cannot be read
   * @throws RadicchioException {@code LIMIT} after the deadline
   */
  default Object readWhole(Object value, Reading reading) {
    try {
      return read(value, reading);
    } catch (Refusal | RadicchioException e) {
      throw e;
    } catch (RuntimeException e) {
      throw Refusal.of("cannot be read: " + ForeignText.thrown(e), e);
    } catch (StackOverflowError e) {
      throw Refusal.of(
          "cannot be read: the stack is exhausted; check whether it is nested too deep", e);
    } catch (OutOfMemoryError e) {
      throw Refusal.ofLimit(
          "heap", "cannot be read: the JVM's heap is too small for the result", e);
    }
  }

  /** Reads a scalar: a {@code bool}, a number, a {@code char}, an enum, flags. */
  @FunctionalInterface
  interface OfScalar extends ValueReader {

    /** Returns the value's slot. */
    long readSlot(Object value);

    /** Does the same for a long. */
    default long readSlot(long value) {
      return readSlot((Object) value);
    }

    /** Does the same for a double. */
    default long readSlot(double value) {
      return readSlot((Object) value);
    }

    @Override
    default Object read(Object value, Reading reading) {
      return readSlot(value);
    }
  }
}
