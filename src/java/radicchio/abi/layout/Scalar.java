package radicchio.abi.layout;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import radicchio.abi.context.Trap;
import radicchio.component.ValType;
import radicchio.component.ValType.EnumType;
import radicchio.component.ValType.FixedListType;
import radicchio.component.ValType.FlagsType;
import radicchio.component.ValType.ListType;
import radicchio.component.ValType.Prim;
import radicchio.engine.CoreType;
import radicchio.engine.Memory;

/**
 * A type whose values are each one core value, and a few bytes in memory: {@code bool}, the numbers, {@code char}, enums,
 * flags. Its values are passed as slots (see the package's description), so that no value is boxed between host and guest.
 */
public final class Scalar {
  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);
  private static final int CANONICAL_F32 = Float.floatToIntBits(Float.NaN);
  private static final long CANONICAL_F64 = Double.doubleToLongBits(Double.NaN);
  private static final long MASK_32 = 0xFFFF_FFFFL;

  /** The most labels of flags. */
  public static final int MAX_FLAGS = 32;

  private enum Kind {
    BOOL,
    S8,
    U8,
    S16,
    U16,
    S32,
    U32,
    INT64,
    F32,
    F64,
    CHAR,
    ENUM,
    FLAGS
  }

  private final Kind kind;
  private final int size;
  private final CoreType core;

  /** For an enum, the number of cases; for flags, the bits that have labels. */
  private final long bound;

  private Scalar(Kind kind, int size, CoreType core, long bound) {
    this.kind = kind;
    this.size = size;
    this.core = core;
    this.bound = bound;
  }

  /** Tests whether a type is a scalar. */
  public static boolean is(ValType type) {
    return type instanceof EnumType
        || type instanceof FlagsType
        || type instanceof Prim prim && prim != Prim.STRING && prim != Prim.ERROR_CONTEXT;
  }

  /** Tests whether a type is a list of scalars, so that its staged form is an image in memory. */
  public static boolean isImage(ValType type) {
    return type instanceof ListType list && is(list.element())
        || type instanceof FixedListType fixed && is(fixed.element());
  }

  /**
   * Returns the scalar of a type.
   *
   * @throws IllegalArgumentException if {@link #is} is false
   */
  public static Scalar of(ValType type) {
    if (type instanceof EnumType e) {
      int cases = e.cases().size();
      return new Scalar(
          Kind.ENUM, (int) ElementSize.discriminant(cases).bytes(), CoreType.I32, cases);
    }
    if (type instanceof FlagsType f) {
      int labels = f.labels().size();
      if (labels == 0 || labels > MAX_FLAGS) {
        throw InvalidType.because("expected 1 to " + MAX_FLAGS + " labels of flags, got " + labels);
      }
      int size = (int) ElementSize.flags(labels).bytes();
      return new Scalar(Kind.FLAGS, size, CoreType.I32, (1L << labels) - 1);
    }
    if (type instanceof Prim prim) {
      return ofPrim(prim);
    }
    throw new IllegalArgumentException(type + " is not a scalar");
  }

  private static Scalar ofPrim(Prim prim) {
    return switch (prim) {
      case BOOL -> of(Kind.BOOL, prim);
      case S8 -> of(Kind.S8, prim);
      case U8 -> of(Kind.U8, prim);
      case S16 -> of(Kind.S16, prim);
      case U16 -> of(Kind.U16, prim);
      case S32 -> of(Kind.S32, prim);
      case U32 -> of(Kind.U32, prim);
      case S64, U64 -> of(Kind.INT64, prim);
      case F32 -> of(Kind.F32, prim);
      case F64 -> of(Kind.F64, prim);
      case CHAR -> of(Kind.CHAR, prim);
      case STRING, ERROR_CONTEXT -> throw new IllegalArgumentException(prim + " is not a scalar");
    };
  }

  private static Scalar of(Kind kind, Prim prim) {
    int size = (int) ElementSize.prim(prim, ElementSize.POINTER_SIZE).bytes();
    return new Scalar(kind, size, FlatTypes.prim(prim, CoreType.I32).get(0), 0);
  }

  /** Returns the size of a value in memory, which is also its alignment: 1, 2, 4 or 8. */
  public int size() {
    return size;
  }

  CoreType core() {
    return core;
  }

  /** Returns the slot at a byte offset of an image. */
  public long get(byte[] image, int offset) {
    return lift(
        switch (size) {
          case 1 -> image[offset];
          case 2 -> (short) SHORTS.get(image, offset);
          case 4 -> (int) INTS.get(image, offset);
          default -> (long) LONGS.get(image, offset);
        });
  }

  /** Writes a slot at a byte offset of an image. */
  public void put(byte[] image, int offset, long slot) {
    switch (size) {
      case 1 -> image[offset] = (byte) slot;
      case 2 -> SHORTS.set(image, offset, (short) slot);
      case 4 -> INTS.set(image, offset, (int) slot);
      default -> LONGS.set(image, offset, slot);
    }
  }

  /** {@code load}, from an aligned address in bounds. */
  public long load(Memory memory, long pointer) {
    return lift(
        switch (size) {
          case 1 -> memory.readByte(pointer);
          case 2 -> memory.readShort(pointer);
          case 4 -> memory.readInt(pointer);
          default -> memory.readLong(pointer);
        });
  }

  /** {@code store}, to an aligned address in bounds. */
  public void store(Memory memory, long pointer, long slot) {
    switch (size) {
      case 1 -> memory.writeByte(pointer, (byte) slot);
      case 2 -> memory.writeShort(pointer, (short) slot);
      case 4 -> memory.writeInt(pointer, (int) slot);
      default -> memory.writeLong(pointer, slot);
    }
  }

  /**
   * Returns the slot of a core value, or of its low bits in memory. Unused high bits are dropped, NaNs become canonical,
   * and an invalid value traps.
   */
  public long lift(long value) {
    return switch (kind) {
      case BOOL -> (int) value == 0 ? 0 : 1;
      case S8 -> (byte) value;
      case U8 -> value & 0xFF;
      case S16 -> (short) value;
      case U16 -> value & 0xFFFF;
      case S32 -> (int) value;
      case U32 -> value & MASK_32;
      case INT64 -> value;
      case F32 -> Float.floatToIntBits(Float.intBitsToFloat((int) value));
      case F64 -> Double.doubleToLongBits(Double.longBitsToDouble(value));
      case CHAR -> codePoint(value & MASK_32);
      case ENUM -> discriminant(value & MASK_32);
      case FLAGS -> value & bound;
    };
  }

  private static long codePoint(long value) {
    if (value > Character.MAX_CODE_POINT || value >= 0xD800 && value <= 0xDFFF) {
      throw Trap.of("invalid `char` bit pattern: 0x" + Long.toHexString(value));
    }
    return value;
  }

  private long discriminant(long value) {
    if (value >= bound) {
      throw Trap.of(
          "invalid variant discriminant: " + value + " of " + bound + " cases of an enum");
    }
    return value;
  }

  /** Makes each element of a part of a guest's image valid, or traps. */
  public void liftAll(byte[] image, int from, int to) {
    switch (kind) {
      case S8, U8, S16, U16, S32, U32, INT64 -> {}
      case F32 -> {
        for (int at = from; at < to; at += Float.BYTES) {
          if (Float.isNaN(Float.intBitsToFloat((int) INTS.get(image, at)))) {
            INTS.set(image, at, CANONICAL_F32);
          }
        }
      }
      case F64 -> {
        for (int at = from; at < to; at += Double.BYTES) {
          if (Double.isNaN(Double.longBitsToDouble((long) LONGS.get(image, at)))) {
            LONGS.set(image, at, CANONICAL_F64);
          }
        }
      }
      case BOOL, CHAR, ENUM, FLAGS -> {
        for (int at = from; at < to; at += size) {
          put(image, at, get(image, at));
        }
      }
    }
  }

  /** Tests whether the host's form of its images is bytes: {@code u8}, {@code s8}. */
  public boolean isByte() {
    return kind == Kind.U8 || kind == Kind.S8;
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }
}
