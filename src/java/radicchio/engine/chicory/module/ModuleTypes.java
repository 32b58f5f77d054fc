package radicchio.engine.chicory.module;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.GlobalImport;
import com.dylibso.chicory.wasm.types.MemoryImport;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.TableImport;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.TagImport;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import radicchio.engine.CoreModule;
import radicchio.engine.ExternType;
import radicchio.engine.ExternType.GlobalType;
import radicchio.engine.ExternType.MemoryType;
import radicchio.engine.ExternType.TableType;
import radicchio.engine.ExternType.TagType;
import radicchio.error.ForeignText;

/** The types in a module's index spaces, with imports before the module's own definitions. */
public final class ModuleTypes {
  /** The kinds of external things, in the order of their codes in the binary format. */
  public enum Kind {
    FUNC("function"),
    TABLE("table"),
    MEMORY("memory"),
    GLOBAL("global"),
    TAG("tag");

    private final String noun;

    Kind(String noun) {
      this.noun = noun;
    }
  }

  private final WasmModule wasm;
  private final TypeTexts texts;
  private final Signature[] signatures;
  private final int[] functionTypes;

  public ModuleTypes(WasmModule wasm) {
    this.wasm = wasm;
    this.texts = new TypeTexts(wasm.typeSection());
    this.signatures = new Signature[wasm.typeSection().subTypeCount()];
    this.functionTypes = functionTypes(wasm);
  }

  private static int[] functionTypes(WasmModule wasm) {
    int imported = wasm.importSection().count(ExternalType.FUNCTION);
    int[] types = new int[imported + wasm.functionSection().functionCount()];
    int next = 0;
    for (int i = 0; i < wasm.importSection().importCount(); i++) {
      if (wasm.importSection().getImport(i) instanceof FunctionImport function) {
        types[next++] = function.typeIndex();
      }
    }
    for (int i = 0; i < wasm.functionSection().functionCount(); i++) {
      types[next++] = wasm.functionSection().getFunctionType(i);
    }
    return types;
  }

  /** Throws for rules that the engine's validator does not check. */
  void requireValid() {
    for (int i = 0; i < count(Kind.TAG); i++) {
      if (!tag(i).type().results().isEmpty()) {
        throw Refused.invalid(
            "invalid module: non-empty tag result type: tag " + i + " is " + tag(i).text());
      }
    }
    for (int i = 0; i < wasm.tableSection().tableCount(); i++) {
      for (var instruction : wasm.tableSection().getTable(i).initialize()) {
        if (instruction.opcode() == OpCode.GLOBAL_GET
            && instruction.operand(0) >= importCount(Kind.GLOBAL)) {
          throw Refused.invalid(
              "invalid module: unknown global "
                  + instruction.operand(0)
                  + " in the initialiser of a table, expected an imported one");
        }
      }
    }
  }

  /** Returns the imports under their own names, with their types. */
  public List<CoreModule.Import> imports(List<ModuleBytes.ImportName> names) {
    List<CoreModule.Import> all = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      var name = names.get(i);
      all.add(new CoreModule.Import(name.module(), name.name(), importType(i)));
    }
    return List.copyOf(all);
  }

  private ExternType importType(int i) {
    var imported = wasm.importSection().getImport(i);
    if (imported instanceof FunctionImport f) {
      return signature(f.typeIndex()).type();
    }
    if (imported instanceof TableImport t) {
      return tableType(t.entryType(), t.limits());
    }
    if (imported instanceof MemoryImport m) {
      return memoryType(m.limits());
    }
    if (imported instanceof GlobalImport g) {
      return new GlobalType(texts.value(g.type()), g.mutabilityType() == MutabilityType.Var);
    }
    return new TagType(signature(((TagImport) imported).tagType().typeIdx()).type());
  }

  /** Returns the exports with their types. */
  public List<CoreModule.Export> exports() {
    List<CoreModule.Export> all = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < wasm.exportSection().exportCount(); i++) {
      var export = wasm.exportSection().getExport(i);
      if (!seen.add(export.name())) {
        throw Refused.invalid(
            "invalid module: duplicate export name " + ForeignText.quoted(export.name()));
      }
      Kind kind = kind(export.exportType());
      if (export.index() < 0 || export.index() >= count(kind)) {
        throw Refused.invalid(
            "invalid module: unknown "
                + kind.noun
                + " "
                + export.index()
                + " in export "
                + ForeignText.quoted(export.name()));
      }
      all.add(new CoreModule.Export(export.name(), type(kind, export.index())));
    }
    return List.copyOf(all);
  }

  /** Returns the type of an element of an index space. */
  public ExternType type(Kind kind, int index) {
    int imported = importCount(kind);
    if (index < imported) {
      return importType(importAt(kind, index));
    }
    int own = index - imported;
    return switch (kind) {
      case FUNC -> signature(functionTypes[index]).type();
      case TABLE -> {
        var table = wasm.tableSection().getTable(own);
        yield tableType(table.elementType(), table.limits());
      }
      case MEMORY -> memoryType(wasm.memorySection().orElseThrow().getMemory(own).limits());
      case GLOBAL -> {
        var global = wasm.globalSection().getGlobal(own);
        yield new GlobalType(
            texts.value(global.valueType()), global.mutabilityType() == MutabilityType.Var);
      }
      case TAG -> new TagType(tag(index).type());
    };
  }

  /** Returns the position in the import section of the n-th import of a kind. */
  int importAt(Kind kind, int n) {
    int seen = 0;
    for (int i = 0; i < wasm.importSection().importCount(); i++) {
      if (kind(wasm.importSection().getImport(i).importType()) == kind && seen++ == n) {
        return i;
      }
    }
    throw new IllegalArgumentException("missing import " + n + " of kind " + kind);
  }

  public int importCount(Kind kind) {
    return wasm.importSection().count(ExternalType.byId(kind.ordinal()));
  }

  public static Kind kind(ExternalType type) {
    return Kind.values()[type.id()];
  }

  private TableType tableType(ValType element, TableLimits limits) {
    return new TableType(
        texts.value(element),
        limits.min(),
        limits.max() == TableLimits.LIMIT_MAX
            ? OptionalLong.empty()
            : OptionalLong.of(limits.max()),
        false);
  }

  private static MemoryType memoryType(MemoryLimits limits) {
    return new MemoryType(
        limits.initialPages(),
        limits.maximumPages() == MemoryLimits.MAX_PAGES
            ? OptionalLong.empty()
            : OptionalLong.of(limits.maximumPages()),
        limits.shared(),
        false);
  }

  /** Returns the signature of the function type at an index of the type section. */
  Signature signature(int typeIndex) {
    if (typeIndex < 0 || typeIndex >= signatures.length) {
      throw Refused.invalid("invalid module: unknown type " + typeIndex);
    }
    if (wasm.typeSection().getType(typeIndex) == null) {
      throw Refused.invalid("invalid module: type " + typeIndex + " is not a function type");
    }
    Signature known = signatures[typeIndex];
    if (known == null) {
      known =
          Signature.of(
              texts.function(wasm.typeSection().getType(typeIndex)), texts.text(typeIndex));
      signatures[typeIndex] = known;
    }
    return known;
  }

  /** Returns the signature of a function of the index space, imports first. */
  public Signature function(int function) {
    return signature(functionTypes[function]);
  }

  public int functionType(int function) {
    return functionTypes[function];
  }

  public Signature tag(int tag) {
    return signature(tagType(tag));
  }

  /** Returns the index of a tag's type in the type section. */
  public int tagType(int tag) {
    int imported = importCount(Kind.TAG);
    if (tag < imported) {
      return ((TagImport) wasm.importSection().getImport(importAt(Kind.TAG, tag)))
          .tagType()
          .typeIdx();
    }
    return wasm.tagSection().orElseThrow().getTag(tag - imported).typeIdx();
  }

  /** Returns the size of an index space. */
  public int count(Kind kind) {
    int defined =
        switch (kind) {
          case FUNC -> wasm.functionSection().functionCount();
          case TABLE -> wasm.tableSection().tableCount();
          case MEMORY -> wasm.memorySection().map(s -> s.memoryCount()).orElse(0);
          case GLOBAL -> wasm.globalSection().globalCount();
          case TAG -> wasm.tagSection().map(s -> s.tagCount()).orElse(0);
        };
    return importCount(kind) + defined;
  }

  /** The texts of a function type and of its declared supertypes, the type itself first. */
  public List<String> typeAndSupertypes(int typeIndex) {
    List<String> chain = new ArrayList<>();
    int index = typeIndex;
    while (true) {
      chain.add(texts.text(index));
      int[] supers = wasm.typeSection().getSubType(index).typeIdx();
      if (supers.length == 0) {
        return chain;
      }
      index = supers[0];
    }
  }

  /** Tests whether a function type of this module has another one as a declared supertype, both by their texts. */
  public boolean isDeclaredSubtype(String type, String of) {
    return IntStream.range(0, wasm.typeSection().subTypeCount())
        .filter(i -> texts.text(i).equals(type))
        .mapToObj(this::typeAndSupertypes)
        .anyMatch(types -> types.contains(of));
  }

  public String text(int typeIndex) {
    return texts.text(typeIndex);
  }
}
