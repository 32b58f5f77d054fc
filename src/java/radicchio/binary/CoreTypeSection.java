package radicchio.binary;

import java.util.List;
import java.util.OptionalLong;
import radicchio.component.CoreDefType;
import radicchio.component.CoreDefType.CoreAggregateDef;
import radicchio.component.CoreDefType.CoreExtern;
import radicchio.component.CoreDefType.CoreExternDesc;
import radicchio.component.CoreDefType.CoreFuncDef;
import radicchio.component.CoreDefType.CoreFuncIndex;
import radicchio.component.CoreDefType.CoreTagIndex;
import radicchio.component.CoreDefType.FieldType;
import radicchio.component.CoreDefType.ModuleDeclarator;
import radicchio.component.CoreDefType.SubType;
import radicchio.component.Definition.CoreTypeDef;
import radicchio.component.Sort;
import radicchio.engine.CoreType;
import radicchio.engine.ExternType;

/** Decodes core types of functions and modules, and the core types inside them ({@code core:type}). */
final class CoreTypeSection {
  private static final int TYPE = 0x10;
  private static final int OUTER = 0x01;
  private static final int PACKED_8 = 0x78;
  private static final int PACKED_16 = 0x77;
  private static final int HAS_MAX = 1;
  private static final int SHARED = 2;
  private static final int SIXTY_FOUR = 4;
  private static final int CUSTOM_PAGE_SIZE = 8;

  private CoreTypeSection() {}

  static CoreTypeDef definition(Reader r) {
    return new CoreTypeDef(r.offset(), type(r));
  }

  static CoreDefType type(Reader r) {
    int b = r.u8("a core type");
    return switch (b) {
      case 0x50 ->
          Reader.within(
              "module type",
              () ->
                  new CoreDefType.ModuleDef(
                      r.type(t -> t.vec("declarator", CoreTypeSection::declarator))));
      case 0x00 -> {
        r.expect(0x50, "a sub type");
        yield subType(r, 0x50);
      }
      case 0x4e -> {
        r.vec("type", inner -> subType(inner, inner.u8("a core type")));
        yield new CoreDefType.Unsupported("rec");
      }
      default -> subType(r, b);
    };
  }

  /** Decodes a type whose first byte was read: a function, struct or array, optionally a sub type. */
  static SubType subType(Reader r, int b) {
    if (b == 0x50 || b == 0x4f) {
      List<Integer> supertypes = r.vec("supertype", s -> Sorts.index(s, Sort.CORE_TYPE));
      if (supertypes.size() > 1) {
        throw r.errorBefore("a type has at most one supertype, not " + supertypes.size());
      }
      return compositeType(r, r.u8("a core type"), b == 0x50, supertypes);
    }
    return compositeType(r, b, false, List.of());
  }

  private static SubType compositeType(Reader r, int b, boolean open, List<Integer> supertypes) {
    return switch (b) {
      case 0x60 -> new CoreFuncDef(open, supertypes, functionType(r));
      case 0x5f -> {
        List<FieldType> fields = r.vec("field", CoreTypeSection::fieldType);
        yield new CoreAggregateDef("struct", open, supertypes, fields);
      }
      case 0x5e -> new CoreAggregateDef("array", open, supertypes, List.of(fieldType(r)));
      default -> throw r.errorBefore("unknown core type " + Reader.hex(b));
    };
  }

  private static FieldType fieldType(Reader r) {
    int b = r.peek("a field's type");
    int packed = b == PACKED_8 ? 8 : b == PACKED_16 ? 16 : 0;
    if (packed != 0) {
      r.u8("a field's type");
    }
    CoreType type = packed != 0 ? CoreType.I32 : valueType(r);
    return new FieldType(type, packed, r.flag("whether a field is mutable"));
  }

  private static ExternType.FuncType functionType(Reader r) {
    return new ExternType.FuncType(
        r.vec("parameter", CoreTypeSection::valueType),
        r.vec("result", CoreTypeSection::valueType));
  }

  static CoreType valueType(Reader r) {
    int b = r.u8("a core value type");
    return switch (b) {
      case 0x7f -> CoreType.I32;
      case 0x7e -> CoreType.I64;
      case 0x7d -> CoreType.F32;
      case 0x7c -> CoreType.F64;
      case 0x7b -> CoreType.V128;
      default -> refType(r, b);
    };
  }

  private static CoreType refType(Reader r, int b) {
    return switch (b) {
      case 0x63 -> reference(r, true);
      case 0x64 -> reference(r, false);
      default -> new CoreType.Ref(true, abstractHeapType(r, b));
    };
  }

  private static CoreType reference(Reader r, boolean nullable) {
    int b = r.peek("a heap type");
    if (b >= 0x40 && b <= 0x7f) {
      return new CoreType.Ref(nullable, abstractHeapType(r, r.u8("a heap type")));
    }
    long index = r.s33("a heap type");
    if (index < 0) {
      throw r.errorBefore("unknown heap type " + index);
    }
    return CoreType.Ref.byIndex(nullable, (int) index);
  }

  private static String abstractHeapType(Reader r, int b) {
    return switch (b) {
      case 0x74 -> "noexn";
      case 0x73 -> "nofunc";
      case 0x72 -> "noextern";
      case 0x71 -> "none";
      case 0x70 -> "func";
      case 0x6f -> "extern";
      case 0x6e -> "any";
      case 0x6d -> "eq";
      case 0x6c -> "i31";
      case 0x6b -> "struct";
      case 0x6a -> "array";
      case 0x69 -> "exn";
      default -> throw r.errorBefore("unknown core value type " + Reader.hex(b));
    };
  }

  private static ModuleDeclarator declarator(Reader r) {
    int start = r.offset();
    int b = r.u8("a declarator of a module type");
    return switch (b) {
      case 0x00 ->
          new CoreDefType.ModuleImport(
              start, r.name("the import's module"), r.name("the import's name"), externDesc(r));
      case 0x01 -> new CoreDefType.ModuleTypeDecl(start, type(r));
      case 0x02 -> outerAlias(r, start);
      case 0x03 -> new CoreDefType.ModuleExport(start, r.name("the export's name"), externDesc(r));
      default -> throw r.errorBefore("unknown declarator of a module type " + Reader.hex(b));
    };
  }

  private static ModuleDeclarator outerAlias(Reader r, int start) {
    r.expect(TYPE, "the sort of an alias in a module type, a type");
    r.expect(OUTER, "the target of an alias in a module type, an outer scope");
    return new CoreDefType.ModuleOuterAlias(
        start, r.u32("the number of scopes out"), Sorts.index(r, Sort.CORE_TYPE));
  }

  /** Decodes the type of a core module's import or export ({@code core:externtype}). */
  static CoreExternDesc externDesc(Reader r) {
    int b = r.u8("the kind of a core import or export");
    return switch (b) {
      case 0x00 -> new CoreFuncIndex(Sorts.index(r, Sort.CORE_TYPE));
      case 0x01 -> new CoreExtern(tableType(r));
      case 0x02 -> new CoreExtern(memoryType(r));
      case 0x03 -> new CoreExtern(globalType(r));
      case 0x04 -> {
        r.expect(0x00, "the attribute of a tag");
        yield new CoreTagIndex(Sorts.index(r, Sort.CORE_TYPE));
      }
      default -> throw r.errorBefore("unknown kind of core import or export " + Reader.hex(b));
    };
  }

  static ExternType tableType(Reader r) {
    CoreType element = valueType(r);
    if (!(element instanceof CoreType.Ref)) {
      throw r.errorBefore("expected a reference type for the elements of a table");
    }
    int flags = limitFlags(r, HAS_MAX | SIXTY_FOUR); // a shared table is a proposal
    return new ExternType.TableType(
        element, r.u64("a minimum"), max(r, flags), (flags & SIXTY_FOUR) != 0);
  }

  static ExternType memoryType(Reader r) {
    int flags = limitFlags(r, HAS_MAX | SHARED | SIXTY_FOUR | CUSTOM_PAGE_SIZE);
    ExternType type =
        new ExternType.MemoryType(
            r.u64("a minimum"), max(r, flags), (flags & SHARED) != 0, (flags & SIXTY_FOUR) != 0);
    if ((flags & CUSTOM_PAGE_SIZE) != 0) {
      throw r.errorBefore("memories with pages of another size than 64 KiB are not supported");
    }
    return type;
  }

  private static int limitFlags(Reader r, int known) {
    int flags = r.u8("the form of limits");
    if ((flags & ~known) != 0) {
      throw r.errorBefore("unknown form of limits " + Reader.hex(flags));
    }
    return flags;
  }

  private static OptionalLong max(Reader r, int flags) {
    return (flags & HAS_MAX) != 0 ? OptionalLong.of(r.u64("a maximum")) : OptionalLong.empty();
  }

  static ExternType globalType(Reader r) {
    CoreType type = valueType(r);
    return new ExternType.GlobalType(type, r.flag("whether a global is mutable"));
  }
}
