package radicchio.binary;

import java.util.Optional;
import radicchio.component.TypeRef;
import radicchio.component.ValType.Prim;

/** Decodes the types of values inside other types ({@code valtype}, {@code resultlist}). */
final class TypeRefs {
  /** The bytes from here to 0x7f are negative numbers of one byte, the codes of types. Others are indices. */
  private static final int FIRST_CODE = 0x40;

  private static final int LAST_CODE = 0x7f;

  private TypeRefs() {}

  /** Returns the primitive type of a code. */
  static Optional<Prim> prim(int b) {
    return switch (b) {
      case 0x7f -> Optional.of(Prim.BOOL);
      case 0x7e -> Optional.of(Prim.S8);
      case 0x7d -> Optional.of(Prim.U8);
      case 0x7c -> Optional.of(Prim.S16);
      case 0x7b -> Optional.of(Prim.U16);
      case 0x7a -> Optional.of(Prim.S32);
      case 0x79 -> Optional.of(Prim.U32);
      case 0x78 -> Optional.of(Prim.S64);
      case 0x77 -> Optional.of(Prim.U64);
      case 0x76 -> Optional.of(Prim.F32);
      case 0x75 -> Optional.of(Prim.F64);
      case 0x74 -> Optional.of(Prim.CHAR);
      case 0x73 -> Optional.of(Prim.STRING);
      case 0x64 -> Optional.of(Prim.ERROR_CONTEXT);
      default -> Optional.empty();
    };
  }

  /** Decodes a value type inside another type ({@code valtype}). */
  static TypeRef decode(Reader r) {
    int b = r.peek("a value type");
    if (b >= FIRST_CODE && b <= LAST_CODE) {
      r.u8("a value type");
      return prim(b)
          .map(p -> (TypeRef) new TypeRef.Primitive(p))
          .orElseThrow(
              () -> r.errorBefore("expected a primitive type or an index, got " + Reader.hex(b)));
    }
    int start = r.offset();
    long index = r.s33("a value type");
    if (index < 0) {
      throw new Malformed("unknown value type " + index, start);
    }
    return new TypeRef.Index((int) index);
  }

  static Optional<TypeRef> optional(Reader r) {
    return r.optional("an optional type", TypeRefs::decode);
  }

  /** Decodes the result of a function ({@code resultlist}). */
  static Optional<TypeRef> resultList(Reader r) {
    if (r.flag("a result")) {
      r.expect(0x00, "the number of results that have names");
      return Optional.empty();
    }
    return Optional.of(decode(r));
  }
}
