package radicchio.wasi.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import radicchio.abi.StagedCase;

/** Makes staged values (see {@code radicchio.abi}) of Java's. Scalars are a {@code Long}. */
public final class Staged {
  private static final StagedCase NONE = new StagedCase(0, null);
  private static final StagedCase OK = new StagedCase(0, null);
  private static final Long TRUE = 1L;
  private static final Long FALSE = 0L;

  private Staged() {}

  /** {@code ok} of a result that has no payload there. */
  public static StagedCase ok() {
    return OK;
  }

  public static StagedCase ok(Object payload) {
    return new StagedCase(0, payload);
  }

  /** {@code err} of a result that has no payload there. */
  public static StagedCase err() {
    return new StagedCase(1, null);
  }

  public static StagedCase err(Object payload) {
    return new StagedCase(1, payload);
  }

  /** {@code err} of an enum, whose cases are in the order of WIT. */
  public static StagedCase err(Enum<?> code) {
    return new StagedCase(1, (long) code.ordinal());
  }

  public static StagedCase none() {
    return NONE;
  }

  public static StagedCase some(Object payload) {
    return new StagedCase(1, payload);
  }

  public static StagedCase option(Optional<?> payload) {
    return payload.isPresent() ? some(payload.get()) : NONE;
  }

  public static Long bool(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** A tuple or a record, in the order of its fields. */
  public static Object[] record(Object... fields) {
    return fields;
  }

  /** A list of anything but scalars. */
  public static Object[] list(List<?> elements) {
    return elements.toArray();
  }

  /** A {@code list<u32>}. */
  public static byte[] listOfU32(int[] elements) {
    ByteBuffer image =
        ByteBuffer.allocate(Math.multiplyExact(elements.length, Integer.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int element : elements) {
      image.putInt(element);
    }
    return image.array();
  }
}
