package radicchio.binary;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import radicchio.component.Declarator;
import radicchio.component.DefType;
import radicchio.component.DefType.CaseDef;
import radicchio.component.DefType.FuncDef;
import radicchio.component.DefType.Labelled;
import radicchio.component.Definition.CoreTypeDef;
import radicchio.component.Definition.TypeDef;
import radicchio.component.Sort;
import radicchio.component.ValType.Prim;

/** Decodes types ({@code type}, {@code deftype}). */
final class TypeSection {
  private TypeSection() {}

  static TypeDef definition(Reader r) {
    int start = r.offset();
    return new TypeDef(start, defType(r));
  }

  private static DefType defType(Reader r) {
    int b = r.u8("a type");
    Optional<Prim> prim = TypeRefs.prim(b);
    if (prim.isPresent()) {
      return new DefType.PrimDef(prim.get());
    }
    return switch (b) {
      case 0x72 ->
          within("record", () -> new DefType.RecordDef(r.vec("field", TypeSection::labelled)));
      case 0x71 ->
          within("variant", () -> new DefType.VariantDef(r.vec("case", TypeSection::variantCase)));
      case 0x70 -> within("list", () -> new DefType.ListDef(TypeRefs.decode(r)));
      case 0x67 ->
          within(
              "list",
              () -> new DefType.FixedListDef(TypeRefs.decode(r), r.u32("the list's length")));
      case 0x6f -> within("tuple", () -> new DefType.TupleDef(r.vec("element", TypeRefs::decode)));
      case 0x6e -> within("flags", () -> new DefType.FlagsDef(r.vec("flag", TypeSection::label)));
      case 0x6d -> within("enum", () -> new DefType.EnumDef(r.vec("case", TypeSection::label)));
      case 0x6b -> within("option", () -> new DefType.OptionDef(TypeRefs.decode(r)));
      case 0x6a ->
          within("result", () -> new DefType.ResultDef(TypeRefs.optional(r), TypeRefs.optional(r)));
      case 0x69 -> new DefType.OwnDef(Sorts.index(r, Sort.TYPE));
      case 0x68 -> new DefType.BorrowDef(Sorts.index(r, Sort.TYPE));
      case 0x66 -> within("stream", () -> new DefType.StreamDef(TypeRefs.optional(r)));
      case 0x65 -> within("future", () -> new DefType.FutureDef(TypeRefs.optional(r)));
      case 0x63 -> within("map", () -> new DefType.MapDef(TypeRefs.decode(r), TypeRefs.decode(r)));
      case 0x40 -> within("func", () -> function(r, false));
      case 0x43 -> within("func", () -> function(r, true));
      case 0x41 ->
          within(
              "component type",
              () ->
                  new DefType.ComponentTypeDef(
                      r.type(t -> t.vec("declarator", d -> declarator(d, true)))));
      case 0x42 ->
          within(
              "instance type",
              () ->
                  new DefType.InstanceTypeDef(
                      r.type(t -> t.vec("declarator", d -> declarator(d, false)))));
      case 0x3f -> within("resource", () -> resource(r));
      default -> throw r.errorBefore("unknown type " + Reader.hex(b));
    };
  }

  private static DefType within(String place, Supplier<DefType> body) {
    return Reader.within(place, body);
  }

  private static String label(Reader r) {
    return r.name("a label");
  }

  private static Labelled labelled(Reader r) {
    return new Labelled(label(r), TypeRefs.decode(r));
  }

  private static CaseDef variantCase(Reader r) {
    CaseDef read = new CaseDef(label(r), TypeRefs.optional(r));
    r.expect(0x00, "the end of a case");
    return read;
  }

  private static FuncDef function(Reader r, boolean async) {
    return new FuncDef(async, r.vec("parameter", TypeSection::labelled), TypeRefs.resultList(r));
  }

  private static DefType resource(Reader r) {
    return new DefType.ResourceDef(
        CoreTypeSection.valueType(r),
        r.optional("the destructor", f -> Sorts.index(f, Sort.CORE_FUNC))
            .map(OptionalInt::of)
            .orElseGet(OptionalInt::empty));
  }

  private static Declarator declarator(Reader r, boolean inComponent) {
    int start = r.offset();
    int b = r.u8("a declarator");
    return switch (b) {
      case 0x00 -> new CoreTypeDef(start, CoreTypeSection.type(r));
      case 0x01 -> definition(r);
      case 0x02 -> AliasSection.alias(r);
      case 0x03 -> {
        if (!inComponent) {
          throw r.errorBefore("unexpected import in the type of an instance");
        }
        yield ExternSections.importDef(r);
      }
      case 0x04 -> ExternSections.exportDecl(r);
      default -> throw r.errorBefore("unknown declarator " + Reader.hex(b));
    };
  }
}
