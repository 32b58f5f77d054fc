package radicchio.engine.chicory;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import radicchio.engine.Backend;
import radicchio.engine.CoreModule;

/** A module, parsed, validated and, for the compiler, compiled. */
final class CompiledModule implements CoreModule {
  private static final int NONE = -1;

  private final WasmModule wasm;
  private final ModuleTypes types;
  private final Backend backend;
  private final List<Import> imports;
  private final List<Export> exports;
  private final ModuleTraits traits;
  private final int start;
  private final int scratchTable;
  private final Optional<Compilation> compilation;
  private AdapterModule adapter;

  private CompiledModule(byte[] bytes, Backend backend) {
    ModuleBytes.Prepared prepared = ModuleBytes.prepare(bytes);
    WasmModule parsed = parse(prepared.bytes());
    ModuleTypes parsedTypes = new ModuleTypes(parsed);
    parsedTypes.requireValid();
    this.backend = backend;
    this.start = prepared.start();
    requireStart(parsedTypes, start);
    this.imports = parsedTypes.imports(prepared.imports());
    this.exports = parsedTypes.exports();
    this.traits = ModuleTraits.of(parsed, imports, exports);
    if (traits.receivesFunctions() && ReferenceCalls.in(parsed)) {
      this.scratchTable = parsedTypes.count(ModuleTypes.Kind.TABLE);
      this.wasm = parse(ReferenceCalls.rewrite(prepared.bytes(), parsed, parsedTypes));
      this.types = new ModuleTypes(wasm);
    } else {
      this.scratchTable = NONE;
      this.wasm = parsed;
      this.types = parsedTypes;
    }
    this.compilation = backend == Backend.COMPILER
        ? Optional.of(compile(wasm, digest(bytes)))
        : Optional.empty();
  }

  static CompiledModule of(byte[] bytes, Backend backend) {
    return new CompiledModule(bytes, backend);
  }

  /** What the parser makes of hostile bytes is not always its own exception. */
  private static WasmModule parse(byte[] bytes) {
    try {
      return Parser.parse(bytes);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw Refused.of(e);
    }
  }

  private static Compilation compile(WasmModule wasm, String digest) {
    try {
      return Compilation.of(wasm, digest);
    } catch (RuntimeException e) {
      throw Refused.of(e);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, Compilation.DIGEST_LENGTH / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void requireStart(ModuleTypes types, int index) {
    if (index < 0) {
      return;
    }
    if (index >= types.count(ModuleTypes.Kind.FUNC)) {
      throw Refused.invalid("invalid module: unknown function " + index + " as start function");
    }
    Signature signature = types.function(index);
    if (!signature.type().params().isEmpty() || !signature.type().results().isEmpty()) {
      throw Refused.invalid("invalid module: start function " + index + " is " + signature.text()
          + "; it must take and return nothing");
    }
  }

  /** The name of a function in the module's name section. */
  Optional<String> functionName(int function) {
    return Optional.ofNullable(wasm.nameSection()).map(names -> names.nameOfFunction(function));
  }

  Optional<String> moduleName() {
    return Optional.ofNullable(wasm.nameSection()).flatMap(names -> names.moduleName());
  }

  /** What stands behind the {@link Adapter}s of this module's instances; made when first needed. */
  synchronized AdapterModule adapter() {
    if (adapter == null) {
      adapter = AdapterModule.of(wasm.typeSection());
    }
    return adapter;
  }

  /** As the engine knows it: imports renamed, the start section gone, calls by reference rewritten. */
  WasmModule wasm() {
    return wasm;
  }

  ModuleTypes types() {
    return types;
  }

  ModuleTraits traits() {
    return traits;
  }

  Optional<Compilation> compilation() {
    return compilation;
  }

  /** The start function, or -1. */
  int start() {
    return start;
  }

  /** The table that {@link ReferenceCalls} added, or -1. */
  int scratchTable() {
    return scratchTable;
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
    return "core module " + moduleName().orElse("without a name") + ", "
        + types.count(ModuleTypes.Kind.FUNC) + " functions, " + backend;
  }
}
