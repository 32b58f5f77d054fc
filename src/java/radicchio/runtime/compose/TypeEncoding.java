package radicchio.runtime.compose;

import java.util.Optional;
import java.util.function.BiConsumer;
import radicchio.component.Declarator;
import radicchio.component.DefType;
import radicchio.component.TypeRef;
import radicchio.component.ValType.Prim;

/**
 * Encodes the definition of a type (Binary.md, "Type Definitions").
 *
 * @param declarator writes a declarator of an instance type
 */
record TypeEncoding(ByteWriter out, BiConsumer<ByteWriter, Declarator> declarator)
    implements DefType.Cases<ByteWriter> {

  private static int code(Prim type) {
    return type == Prim.ERROR_CONTEXT ? 0x64 : 0x7f - type.ordinal();
  }

  private static ByteWriter ref(ByteWriter out, TypeRef ref) {
    return ref.match(
        new TypeRef.Cases<ByteWriter>() {
          @Override
          public ByteWriter on(TypeRef.Primitive primitive) {
            return out.id(code(primitive.type()));
          }

          @Override
          public ByteWriter on(TypeRef.Index index) {
            return out.typeIndex(index.index());
          }
        });
  }

  private ByteWriter ref(TypeRef ref) {
    return ref(out, ref);
  }

  private ByteWriter optional(Optional<TypeRef> ref) {
    return out.optional(ref, TypeEncoding::ref);
  }

  private static void labelled(ByteWriter out, DefType.Labelled labelled) {
    ref(out.text(labelled.label()), labelled.type());
  }

  @Override
  public ByteWriter on(DefType.PrimDef t) {
    return out.id(code(t.type()));
  }

  @Override
  public ByteWriter on(DefType.RecordDef t) {
    return out.id(0x72).all(t.fields(), TypeEncoding::labelled);
  }

  @Override
  public ByteWriter on(DefType.VariantDef t) {
    return out.id(0x71)
        .all(t.cases(), (to, c) -> to.text(c.label()).optional(c.type(), TypeEncoding::ref).id(0));
  }

  @Override
  public ByteWriter on(DefType.ListDef t) {
    out.id(0x70);
    return ref(t.element());
  }

  @Override
  public ByteWriter on(DefType.FixedListDef t) {
    out.id(0x67);
    return ref(t.element()).number(t.length());
  }

  @Override
  public ByteWriter on(DefType.TupleDef t) {
    return out.id(0x6f).all(t.elements(), TypeEncoding::ref);
  }

  @Override
  public ByteWriter on(DefType.FlagsDef t) {
    return out.id(0x6e).all(t.labels(), ByteWriter::text);
  }

  @Override
  public ByteWriter on(DefType.EnumDef t) {
    return out.id(0x6d).all(t.cases(), ByteWriter::text);
  }

  @Override
  public ByteWriter on(DefType.OptionDef t) {
    out.id(0x6b);
    return ref(t.element());
  }

  @Override
  public ByteWriter on(DefType.ResultDef t) {
    out.id(0x6a);
    optional(t.ok());
    return optional(t.err());
  }

  @Override
  public ByteWriter on(DefType.OwnDef t) {
    return out.id(0x69).number(t.resource());
  }

  @Override
  public ByteWriter on(DefType.BorrowDef t) {
    return out.id(0x68).number(t.resource());
  }

  @Override
  public ByteWriter on(DefType.StreamDef t) {
    out.id(0x66);
    return optional(t.element());
  }

  @Override
  public ByteWriter on(DefType.FutureDef t) {
    out.id(0x65);
    return optional(t.element());
  }

  @Override
  public ByteWriter on(DefType.MapDef t) {
    out.id(0x63);
    ref(t.key());
    return ref(t.value());
  }

  @Override
  public ByteWriter on(DefType.FuncDef t) {
    out.id(t.async() ? 0x43 : 0x40).all(t.params(), TypeEncoding::labelled);
    return t.result().isPresent() ? ref(out.id(0), t.result().get()) : out.id(1).id(0);
  }

  @Override
  public ByteWriter on(DefType.ComponentTypeDef t) {
    throw new IllegalStateException("not a type of a composition: " + t);
  }

  @Override
  public ByteWriter on(DefType.InstanceTypeDef t) {
    return out.id(0x42).all(t.declarators(), declarator);
  }

  @Override
  public ByteWriter on(DefType.ResourceDef t) {
    throw new IllegalStateException("not a type of a composition: " + t);
  }
}
