package radicchio.abi;

import java.util.List;
import radicchio.component.ValType.Prim;

/**
 * How many bytes the values of a type take in memory, and to how many they are aligned (CanonicalABI.md,
 * "Alignment", "Element Size"). A pointer has 4 bytes in a memory of 32 bits and 8 in one of 64. The size of
 * a type whose parts are not too large cannot overflow.
 *
 * @param alignment a power of two
 */
public record ElementSize(long bytes, int alignment) {
  /** No type may be larger, nor may what a list or a string has in memory. */
  public static final int MAX_BYTES = (1 << 28) - 1;

  /** How deep types may be nested, a function's among them: each level is some frames of the stack at every call. */
  public static final int MAX_DEPTH = 100;

  /** What has no parts yet. */
  public static final ElementSize EMPTY = new ElementSize(0, 1);

  /** A handle of a resource, stream or future. */
  public static final ElementSize HANDLE = aligned(4);

  private static ElementSize aligned(int bytes) {
    return new ElementSize(bytes, bytes);
  }

  /** A type without parts, where pointers have so many bytes. */
  public static ElementSize prim(Prim type, int pointer) {
    return switch (type) {
      case BOOL, S8, U8 -> aligned(1);
      case S16, U16 -> aligned(2);
      case S32, U32, F32, CHAR, ERROR_CONTEXT -> aligned(4);
      case S64, U64, F64 -> aligned(8);
      case STRING -> elsewhere(pointer);
    };
  }

  /** A string, list or map, of which the memory has a pointer and a length. */
  public static ElementSize elsewhere(int pointer) {
    return new ElementSize(2L * pointer, pointer);
  }

  /** Flags with so many labels, 1 to 32. */
  public static ElementSize flags(int labels) {
    return aligned(labels <= 8 ? 1 : labels <= 16 ? 2 : 4);
  }

  /** The index of one of so many cases ({@code discriminant_type}). */
  public static ElementSize discriminant(int cases) {
    return aligned(cases <= 1 << 8 ? 1 : cases <= 1 << 16 ? 2 : 4);
  }

  /** The parts of a record or tuple. */
  public static ElementSize sequence(List<ElementSize> parts) {
    ElementSize size = EMPTY;
    for (ElementSize part : parts) {
      size = size.then(part);
    }
    return size.padded();
  }

  /** A variant of so many cases, of which some have payloads. */
  public static ElementSize choice(int cases, List<ElementSize> payloads) {
    return discriminant(cases).then(anyOf(payloads)).padded();
  }

  /** Room for any one of several. */
  static ElementSize anyOf(List<ElementSize> sizes) {
    long bytes = 0;
    int alignment = 1;
    for (ElementSize size : sizes) {
      bytes = Math.max(bytes, size.bytes);
      alignment = Math.max(alignment, size.alignment);
    }
    return new ElementSize(bytes, alignment);
  }

  /** So many of these, one after the other. */
  public ElementSize times(long count) {
    return new ElementSize(bytes * count, alignment);
  }

  /** Where what comes after this lies. */
  long offsetOf(ElementSize next) {
    return alignTo(bytes, next.alignment);
  }

  /** This and what comes after it. */
  ElementSize then(ElementSize next) {
    return new ElementSize(offsetOf(next) + next.bytes, Math.max(alignment, next.alignment));
  }

  /** This, filled up to a multiple of its alignment. */
  ElementSize padded() {
    return new ElementSize(alignTo(bytes, alignment), alignment);
  }

  /** Whether no type may be so large. */
  public boolean isTooLarge() {
    return bytes > MAX_BYTES;
  }

  /** The first multiple of a power of two that is not less than an offset. */
  static long alignTo(long offset, int alignment) {
    return (offset + alignment - 1) & -alignment;
  }
}
