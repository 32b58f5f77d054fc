package radicchio.binary;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import radicchio.component.Declarator.ExportDecl;
import radicchio.component.Definition.Export;
import radicchio.component.Definition.Import;
import radicchio.component.ExternDesc;
import radicchio.component.ExternName;
import radicchio.component.Sort;
import radicchio.error.ForeignText;

/** Decodes imports and exports, their names and types ("Import and Export Definitions"). */
final class ExternSections {
  private static final int CORE_MODULE = 0x11;
  private static final int IMPLEMENTS = 0x00;
  private static final int VERSION_SUFFIX = 0x01;
  private static final int EXTERNAL_ID = 0x02;

  private ExternSections() {}

  static Import importDef(Reader r) {
    int start = r.offset();
    ExternName name = name(r);
    return Reader.within(named(name), () -> new Import(start, name, desc(r)));
  }

  static ExportDecl exportDecl(Reader r) {
    int start = r.offset();
    ExternName name = name(r);
    return Reader.within(named(name), () -> new ExportDecl(start, name, desc(r)));
  }

  static Export exportDef(Reader r) {
    int start = r.offset();
    ExternName name = name(r);
    return Reader.within(
        named(name),
        () ->
            new Export(
                start, name, Sorts.sortIndex(r), r.optional("the type", ExternSections::desc)));
  }

  private static String named(ExternName name) {
    return ForeignText.quoted(name.text());
  }

  /** Decodes a name with its attributes. */
  static ExternName name(Reader r) {
    int b = r.u8("a name");
    return switch (b) {
      case 0x00, 0x01 -> ExternName.of(r.name("the name"));
      case 0x02 -> attributed(r);
      default ->
          throw r.errorBefore("expected 0x00, 0x01 or 0x02 for a name, got " + Reader.hex(b));
    };
  }

  private static ExternName attributed(Reader r) {
    String text = r.name("the name");
    Map<Integer, String> attributes = new HashMap<>();
    for (Attribute a : r.vec("attribute", ExternSections::attribute)) {
      if (attributes.put(a.kind(), a.value()) != null) {
        return ExternName.invalid(text, "it has duplicate attributes");
      }
    }
    return ExternName.of(
        text,
        Optional.ofNullable(attributes.get(IMPLEMENTS)),
        Optional.ofNullable(attributes.get(VERSION_SUFFIX)),
        Optional.ofNullable(attributes.get(EXTERNAL_ID)));
  }

  private record Attribute(int kind, String value) {}

  private static Attribute attribute(Reader r) {
    int kind = r.u8("an attribute");
    if (kind > EXTERNAL_ID) {
      throw r.errorBefore("unknown attribute " + Reader.hex(kind));
    }
    return new Attribute(kind, r.name("the attribute"));
  }

  /** Decodes the type of an import or export ({@code externtype}). */
  static ExternDesc desc(Reader r) {
    int b = r.u8("the kind of an import or export");
    return switch (b) {
      case 0x00 -> coreModule(r);
      case 0x01 -> new ExternDesc.FuncDesc(typeIndex(r));
      case 0x02 -> value(r);
      case 0x03 -> type(r);
      case 0x04 -> new ExternDesc.ComponentDesc(typeIndex(r));
      case 0x05 -> new ExternDesc.InstanceDesc(typeIndex(r));
      default -> throw r.errorBefore("unknown kind of import or export " + Reader.hex(b));
    };
  }

  private static ExternDesc coreModule(Reader r) {
    r.expect(CORE_MODULE, "a core module, the only core sort here");
    return new ExternDesc.CoreModuleDesc(Sorts.index(r, Sort.CORE_TYPE));
  }

  private static ExternDesc value(Reader r) {
    return r.flag("the bound of a value")
        ? new ExternDesc.ValueDesc(TypeRefs.decode(r))
        : new ExternDesc.ValueEqDesc(Sorts.index(r, Sort.VALUE));
  }

  private static ExternDesc type(Reader r) {
    return r.flag("the bound of a type")
        ? new ExternDesc.SubResourceDesc()
        : new ExternDesc.TypeEqDesc(typeIndex(r));
  }

  private static int typeIndex(Reader r) {
    return Sorts.index(r, Sort.TYPE);
  }
}
