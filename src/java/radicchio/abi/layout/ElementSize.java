package radicchio.abi.layout;

import java.util.List;
import radicchio.component.ValType.Prim;
import radicchio.error.RadicchioException;

/**
 * The size of a type's values in memory, in bytes, and their alignment (CanonicalABI.md, "Alignment", "Element Size"). A
 * pointer has 4 bytes in a memory of 32 bits and 8 bytes in one of 64. The size of a type whose parts are not too large
 * cannot overflow.
 *
 * @param alignment a power of two
 */
public record ElementSize(long bytes, int alignment) {
  /** The largest size of a type, and of a list's or a string's contents in memory. */
  public static final int MAX_BYTES = (1 << 28) - 1;

  /** The size of a pointer in a memory of 32 bits. */
  public static final int POINTER_SIZE = 4;

  /** The deepest nesting of types, including a function's: each level takes some frames of the stack at every call. */
  public static final int MAX_DEPTH = 100;

  /** The size of a type without parts so far. */
  public static final ElementSize EMPTY = new ElementSize(0, 1);

  /** A handle of a resource, stream or future. */
  public static final ElementSize HANDLE = aligned(4);

  private static ElementSize aligned(int bytes) {
    return new ElementSize(bytes, bytes);
  }

  /** Returns the size of a type without parts, for pointers of this many bytes. */
  public static ElementSize prim(Prim type, int pointer) {
    return switch (type) {
      case BOOL, S8, U8 -> aligned(1);
      case S16, U16 -> aligned(2);
      case S32, U32, F32, CHAR, ERROR_CONTEXT -> aligned(4);
      case S64, U64, F64 -> aligned(8);
      case STRING -> elsewhere(pointer);
    };
  }

  /** Returns the size of a string, list or map, which is a pointer and a length. */
  public static ElementSize elsewhere(int pointer) {
    return new ElementSize(2L * pointer, pointer);
  }

  /** Returns the size of flags with this many labels, 1 to 32. */
  public static ElementSize flags(int labels) {
    return aligned(labels <= 8 ? 1 : labels <= 16 ? 2 : 4);
  }

  /**
   * Returns the size of the index of one of this many cases ({@code discriminant_type}).
   *
   * @throws RadicchioException {@code INVALID} without a case
   */
  public static ElementSize discriminant(int cases) {
    if (cases == 0) {
      throw InvalidType.because("expected at least one case in a variant or enum");
    }
    return aligned(cases <= 1 << 8 ? 1 : cases <= 1 << 16 ? 2 : 4);
  }

  /** Returns the size of the parts of a record or tuple. */
  public static ElementSize sequence(List<ElementSize> parts) {
    ElementSize size = EMPTY;
    for (ElementSize part : parts) {
      size = size.then(part);
    }
    return size.padded();
  }

  /** Returns the size of a variant with this many cases, some of which have payloads. */
  public static ElementSize choice(int cases, List<ElementSize> payloads) {
    return discriminant(cases).then(anyOf(payloads)).padded();
  }

  /** Returns the size that holds any of several. */
  static ElementSize anyOf(List<ElementSize> sizes) {
    long bytes = 0;
    int alignment = 1;
    for (ElementSize size : sizes) {
      bytes = Math.max(bytes, size.bytes);
      alignment = Math.max(alignment, size.alignment);
    }
    return new ElementSize(bytes, alignment);
  }

  /** Returns the size of this many of these, one after the other. */
  public ElementSize times(long count) {
    return new ElementSize(bytes * count, alignment);
  }

  /** Returns the offset of the next part after this. */
  long offsetOf(ElementSize next) {
    return alignTo(bytes, next.alignment);
  }

  /** Returns the size of this followed by the next part. */
  ElementSize then(ElementSize next) {
    return new ElementSize(offsetOf(next) + next.bytes, Math.max(alignment, next.alignment));
  }

  /** Returns this size, padded to a multiple of its alignment. */
  ElementSize padded() {
    return new ElementSize(alignTo(bytes, alignment), alignment);
  }

  /** Tests whether this is larger than any type may be. */
  public boolean isTooLarge() {
    return bytes > MAX_BYTES;
  }

  /** Returns the first multiple of a power of two that is not less than an offset. */
  static long alignTo(long offset, int alignment) {
    return (offset + alignment - 1) & -alignment;
  }
}
