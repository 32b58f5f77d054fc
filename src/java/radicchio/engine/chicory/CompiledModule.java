package radicchio.engine.chicory;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.GlobalImport;
import com.dylibso.chicory.wasm.types.MemoryImport;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.TableImport;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.TagImport;
import com.dylibso.chicory.wasm.types.ValType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import radicchio.engine.Backend;
import radicchio.engine.CoreModule;
import radicchio.engine.ExternType;
import radicchio.engine.ExternType.GlobalType;
import radicchio.engine.ExternType.MemoryType;
import radicchio.engine.ExternType.TableType;
import radicchio.engine.ExternType.TagType;

/** A module, parsed, validated and, for the compiler, compiled; with its index spaces' types settled. */
final class CompiledModule implements CoreModule {
  /** The kinds of external things, in the order of their codes in the binary format. */
  enum Kind { FUNC, TABLE, MEMORY, GLOBAL, TAG }

  private final WasmModule wasm;
  private final Backend backend;
  private final Optional<Compilation> compilation;
  private final int start;
  private final List<Import> imports;
  private final List<Export> exports;
  private final TypeTexts texts;
  private final Signature[] signatures;
  private final int[] functionTypes;
  private final ModuleTraits traits;
  private AdapterModule adapter;

  private CompiledModule(byte[] bytes, Backend backend) {
    ModuleBytes.Prepared prepared = ModuleBytes.prepare(bytes);
    this.wasm = parse(prepared.bytes());
    this.backend = backend;
    this.texts = new TypeTexts(wasm.typeSection());
    this.signatures = new Signature[wasm.typeSection().subTypeCount()];
    this.functionTypes = functionTypes(wasm);
    this.start = start(prepared.start());
    this.imports = readImports(prepared.imports());
    this.exports = readExports();
    this.traits = ModuleTraits.of(this);
    this.compilation = backend == Backend.COMPILER
        ? Optional.of(compile(digest(bytes)))
        : Optional.empty();
  }

  static CompiledModule of(byte[] bytes, Backend backend) {
    return new CompiledModule(bytes, backend);
  }

  private static WasmModule parse(byte[] bytes) {
    try {
      return Parser.parse(bytes);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw Refused.of(e);
    }
  }

  private Compilation compile(String digest) {
    try {
      return Compilation.of(wasm, digest);
    } catch (RuntimeException e) {
      throw Refused.of(e);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
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

  private int start(int index) {
    if (index < 0) {
      return index;
    }
    if (index >= functionTypes.length) {
      throw Refused.invalid("invalid module: unknown function " + index + " as start function");
    }
    Signature signature = signature(functionTypes[index]);
    if (!signature.type().params().isEmpty() || !signature.type().results().isEmpty()) {
      throw Refused.invalid("invalid module: start function " + index + " is " + signature.text()
          + "; it must take and return nothing");
    }
    return index;
  }

  private List<Import> readImports(List<ModuleBytes.ImportName> names) {
    List<Import> all = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      var name = names.get(i);
      all.add(new Import(name.module(), name.name(), importType(i)));
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

  private List<Export> readExports() {
    List<Export> all = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < wasm.exportSection().exportCount(); i++) {
      var export = wasm.exportSection().getExport(i);
      if (seen.putIfAbsent(export.name(), i) != null) {
        throw Refused.invalid("invalid module: duplicate export name " + export.name());
      }
      all.add(new Export(export.name(), type(kind(export.exportType()), export.index())));
    }
    return List.copyOf(all);
  }

  /** The type of an element of an index space. */
  ExternType type(Kind kind, int index) {
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
      case TAG -> new TagType(tagSignature(index).type());
    };
  }

  /** The position in the import section of the n-th import of a kind. */
  int importAt(Kind kind, int n) {
    int seen = 0;
    for (int i = 0; i < wasm.importSection().importCount(); i++) {
      if (kind(wasm.importSection().getImport(i).importType()) == kind && seen++ == n) {
        return i;
      }
    }
    throw new IllegalArgumentException("no import " + n + " of kind " + kind);
  }

  int importCount(Kind kind) {
    return wasm.importSection().count(ExternalType.byId(kind.ordinal()));
  }

  static Kind kind(ExternalType type) {
    return Kind.values()[type.id()];
  }

  private TableType tableType(ValType element, TableLimits limits) {
    return new TableType(
        texts.value(element),
        limits.min(),
        limits.max() == TableLimits.LIMIT_MAX ? OptionalLong.empty() : OptionalLong.of(limits.max()),
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

  /** The signature of the function type at an index of the type section. */
  Signature signature(int typeIndex) {
    Signature known = signatures[typeIndex];
    if (known == null) {
      known = Signature.of(
          texts.function(wasm.typeSection().getType(typeIndex)), texts.text(typeIndex));
      signatures[typeIndex] = known;
    }
    return known;
  }

  /** The signature of a function of the index space, imports first. */
  Signature functionSignature(int function) {
    return signature(functionTypes[function]);
  }

  int functionType(int function) {
    return functionTypes[function];
  }

  int functionCount() {
    return functionTypes.length;
  }

  Signature tagSignature(int tag) {
    return signature(tagType(tag));
  }

  /** The index of a tag's type in the type section. */
  int tagType(int tag) {
    int imported = importCount(Kind.TAG);
    if (tag < imported) {
      return ((TagImport) wasm.importSection().getImport(importAt(Kind.TAG, tag))).tagType().typeIdx();
    }
    return wasm.tagSection().orElseThrow().getTag(tag - imported).typeIdx();
  }

  int tagCount() {
    return importCount(Kind.TAG) + wasm.tagSection().map(s -> s.tagCount()).orElse(0);
  }

  /** The texts of a function type and of its declared supertypes, the type itself first. */
  List<String> typeAndSupertypes(int typeIndex) {
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

  String typeText(int typeIndex) {
    return texts.text(typeIndex);
  }

  /** The name of a function in the module's name section. */
  Optional<String> functionName(int function) {
    return Optional.ofNullable(wasm.nameSection()).map(names -> names.nameOfFunction(function));
  }

  Optional<String> moduleName() {
    return Optional.ofNullable(wasm.nameSection()).flatMap(names -> names.moduleName());
  }

  /** What stands behind {@link AdapterInstance}s of this module's instances; made when first needed. */
  synchronized AdapterModule adapter() {
    if (adapter == null) {
      adapter = AdapterModule.of(wasm.typeSection());
    }
    return adapter;
  }

  WasmModule wasm() {
    return wasm;
  }

  ModuleTraits traits() {
    return traits;
  }

  Optional<Compilation> compilation() {
    return compilation;
  }

  int start() {
    return start;
  }

  @Override
  public List<Import> imports() {
    return imports;
  }

  @Override
  public List<Export> exports() {
    return exports;
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public int interpretedFunctions() {
    return compilation.map(c -> c.fallback().size()).orElse(0);
  }

  @Override
  public String toString() {
    return "core module " + moduleName().orElse("without a name") + ", " + functionTypes.length
        + " functions, " + backend;
  }
}
