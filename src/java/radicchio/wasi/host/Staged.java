package radicchio.wasi.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import radicchio.abi.value.StagedCase;

/** Makes staged values (see {@code radicchio.abi}) from Java values. Scalars are a {@code Long}. */
public final class Staged {
  private static final StagedCase NONE = new StagedCase(0, null);
  private static final StagedCase OK = new StagedCase(0, null);
  private static final Long TRUE = 1L;
  private static final Long FALSE = 0L;

  private Staged() {}

  /** Returns the {@code ok} of a result whose {@code ok} has no payload. */
  public static StagedCase ok() {
    return OK;
  }

  public static StagedCase ok(Object payload) {
    return new StagedCase(0, payload);
  }

  /** Returns the {@code err} of a result whose {@code err} has no payload. */
  public static StagedCase err() {
    return new StagedCase(1, null);
  }

  public static StagedCase err(Object payload) {
    return new StagedCase(1, payload);
  }

  /** Returns an {@code err} with a case of an enum, whose Java constants are in the order of WIT. */
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

  /** Returns a tuple or a record, in the order of its fields. */
  public static Object[] record(Object... fields) {
    return fields;
  }

  /** Returns a list whose elements are not scalars. */
  public static Object[] list(List<?> elements) {
    return elements.toArray();
  }

  /** Returns a {@code list<u32>}. */
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
