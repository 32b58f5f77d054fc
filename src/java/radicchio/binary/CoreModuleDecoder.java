package radicchio.binary;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import radicchio.component.Bytes;
import radicchio.component.CoreDefType.CoreExtern;
import radicchio.component.CoreDefType.CoreExternDesc;
import radicchio.component.CoreDefType.CoreFuncDef;
import radicchio.component.CoreDefType.CoreFuncIndex;
import radicchio.component.CoreDefType.CoreTagIndex;
import radicchio.component.CoreDefType.SubType;
import radicchio.component.CoreModuleType;
import radicchio.component.CoreModuleType.CoreExport;
import radicchio.component.CoreModuleType.CoreImport;
import radicchio.component.CoreTypeTexts;
import radicchio.component.CustomSection;
import radicchio.engine.ExternType;
import radicchio.error.ForeignText;

/**
 * Decodes the imports and exports of a core module (Core specification, "Modules"). Other sections are skipped; the
 * engine reads the whole module.
 */
final class CoreModuleDecoder {
  private static final int[] PREAMBLE = {0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00};
  private static final int TABLE_WITH_VALUE = 0x40;

  /** The ids of the sections in their required order. */
  private static final List<Integer> ORDER = List.of(1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11);

  private final List<SubType> types = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  /** The indices of the types that are alone in their recursion groups. */
  private final BitSet alone = new BitSet();

  private final Map<String, String> supertypes = new HashMap<>();
  private final Map<Integer, ExternType.FuncType> functions = new HashMap<>();
  private final List<CoreImport> imports = new ArrayList<>();
  private final List<CoreExport> exports = new ArrayList<>();
  private final List<ExternType> funcs = new ArrayList<>();
  private final List<ExternType> tables = new ArrayList<>();
  private final List<ExternType> memories = new ArrayList<>();
  private final List<ExternType> globals = new ArrayList<>();
  private final List<ExternType> tags = new ArrayList<>();

  private int last = -1;

  private CoreModuleDecoder() {}

  static void preamble(Reader r) {
    for (int b : PREAMBLE) {
      r.expect(b, "the preamble of a core module");
    }
  }

  static CoreModuleType module(Reader r) {
    preamble(r);
    CoreModuleDecoder decoder = new CoreModuleDecoder();
    while (!r.atEnd()) {
      decoder.section(r);
    }
    return new CoreModuleType(decoder.imports, decoder.exports, decoder.supertypes);
  }

  /** Returns the custom sections whose names begin with the prefix, in order. */
  static List<CustomSection> customSections(Reader r, String prefix) {
    preamble(r);
    List<CustomSection> found = new ArrayList<>();
    while (!r.atEnd()) {
      int start = r.offset();
      int id = r.u8("a section's id");
      Bytes content = r.bytes("the section");
      if (id == 0) {
        Reader inside = r.over(content);
        String name = inside.name("the name of a custom section");
        if (name.startsWith(prefix)) {
          found.add(new CustomSection(start, name, inside.rest()));
        }
      }
    }
    return found;
  }

  private void section(Reader r) {
    int id = r.u8("a section's id");
    if (id != 0) {
      order(id, r);
    }
    Reader inside = r.over(r.bytes("the section"));
    switch (id) {
      case 1 -> inside.vec("type", this::recursiveType);
      case 2 -> imports.addAll(inside.vec("import", this::importDef));
      case 3 ->
          funcs.addAll(inside.vec("function", i -> extern(new CoreFuncIndex(i.u32("a type")), i)));
      case 4 -> tables.addAll(inside.vec("table", this::table));
      case 5 -> memories.addAll(inside.vec("memory", CoreTypeSection::memoryType));
      case 6 -> globals(inside);
      case 7 -> exports.addAll(inside.vec("export", this::exportDef));
      case 13 -> tags.addAll(inside.vec("tag", this::tag));
      default -> {}
    }
  }

  private void order(int id, Reader r) {
    int place = ORDER.indexOf(id);
    if (place < 0) {
      throw r.errorBefore("unknown section " + Reader.hex(id));
    }
    if (place <= last) {
      throw r.errorBefore("section " + Reader.hex(id) + " out of order");
    }
    last = place;
  }

  private Void recursiveType(Reader r) {
    int b = r.u8("a type");
    List<SubType> group =
        b == 0x4e
            ? r.vec("type", inner -> CoreTypeSection.subType(inner, inner.u8("a type")))
            : List.of(CoreTypeSection.subType(r, b));
    int first = types.size();
    texts.addAll(resolution(r).group(group, first));
    types.addAll(group);
    alone.set(first, first + group.size(), group.size() == 1);
    for (int i = 0; i < group.size(); i++) {
      for (int supertype : group.get(i).supertypes()) {
        if (known(supertype, r)
            < first + i) { // the engine refuses a later one, which could be a circle
          supertypes.put(texts.get(first + i), texts.get(supertype));
        }
      }
    }
    return null;
  }

  /** Names types by their texts. */
  private CoreTypeTexts resolution(Reader r) {
    return new CoreTypeTexts(index -> texts.get(known(index, r)));
  }

  private int known(int index, Reader r) {
    if (Integer.compareUnsigned(index, texts.size()) >= 0) {
      throw r.error("type " + Integer.toUnsignedString(index) + " of " + texts.size());
    }
    return index;
  }

  private CoreImport importDef(Reader r) {
    String module = r.name("the import's module");
    String name = r.name("the import's name");
    ExternType type = extern(CoreTypeSection.externDesc(r), r);
    space(type).add(type);
    return new CoreImport(module, name, type);
  }

  private List<ExternType> space(ExternType type) {
    if (type instanceof ExternType.FuncType) {
      return funcs;
    } else if (type instanceof ExternType.TableType) {
      return tables;
    } else if (type instanceof ExternType.MemoryType) {
      return memories;
    } else if (type instanceof ExternType.GlobalType) {
      return globals;
    }
    return tags;
  }

  private ExternType extern(CoreExternDesc desc, Reader r) {
    if (desc instanceof CoreFuncIndex f) {
      return function(f.type(), r);
    } else if (desc instanceof CoreTagIndex t) {
      return new ExternType.TagType(function(t.type(), r));
    }
    return ((CoreExtern) desc).type().match(resolution(r));
  }

  private ExternType.FuncType function(int index, Reader r) {
    if (types.get(known(index, r)) instanceof CoreFuncDef f) {
      return functions.computeIfAbsent(
          index, i -> resolution(r).function(f, texts.get(i), alone.get(i)));
    }
    throw r.error("type " + index + " is not a function type");
  }

  private ExternType table(Reader r) {
    if (r.peek("a table") != TABLE_WITH_VALUE) {
      return CoreTypeSection.tableType(r).match(resolution(r));
    }
    r.u8("a table");
    r.expect(0x00, "a table with an initial value");
    ExternType type = CoreTypeSection.tableType(r);
    ConstantExpression.skip(r);
    return type.match(resolution(r));
  }

  private void globals(Reader r) {
    globals.addAll(
        r.vec(
            "global",
            g -> {
              ExternType type = CoreTypeSection.globalType(g);
              ConstantExpression.skip(g);
              return type.match(resolution(g));
            }));
  }

  private ExternType tag(Reader r) {
    r.expect(0x00, "the attribute of a tag");
    return new ExternType.TagType(function(r.u32("a type"), r));
  }

  private CoreExport exportDef(Reader r) {
    String name = r.name("the export's name");
    int kind = r.u8("the kind of an export");
    List<ExternType> space =
        switch (kind) {
          case 0 -> funcs;
          case 1 -> tables;
          case 2 -> memories;
          case 3 -> globals;
          case 4 -> tags;
          default -> throw r.errorBefore("unknown kind of export " + Reader.hex(kind));
        };
    int index = r.u32("the export's index");
    if (Integer.compareUnsigned(index, space.size()) >= 0) {
      throw r.error(
          "export "
              + ForeignText.quoted(name)
              + ": "
              + Integer.toUnsignedString(index)
              + " of "
              + space.size());
    }
    return new CoreExport(name, space.get(index));
  }
}
