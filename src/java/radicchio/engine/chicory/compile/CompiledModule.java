package radicchio.engine.chicory.compile;

import com.dylibso.chicory.wasm.WasmModule;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import radicchio.engine.Backend;
import radicchio.engine.CompileOptions;
import radicchio.engine.CoreModule;
import radicchio.engine.chicory.module.AdapterModule;
import radicchio.engine.chicory.module.ModuleBytes;
import radicchio.engine.chicory.module.ModuleTraits;
import radicchio.engine.chicory.module.ModuleTypes;
import radicchio.engine.chicory.module.ReferenceCalls;
import radicchio.engine.chicory.module.ValidModule;
import radicchio.error.ForeignText;

/** A module that is ready to run: its types and other definitions, and its functions as classes. */
public final class CompiledModule implements CoreModule {
  private static final int NONE = -1;
  private static final System.Logger LOG = System.getLogger("radicchio.engine");

  private final WasmModule wasm;
  private final ModuleTypes types;
  private final InstanceParts parts;
  private final List<Import> imports;
  private final List<Export> exports;
  private final ModuleTraits traits;
  private final int start;
  private final int scratchTable;
  private final Optional<Compilation> compilation;
  private final Origin origin;

  /** Null before the first use. Guarded by this. */
  private AdapterModule adapter;

  private CompiledModule(
      ModuleBytes.Prepared prepared,
      ValidModule module,
      Optional<Compilation> compilation,
      Origin origin) {
    this.wasm = module.wasm();
    this.types = module.types();
    this.parts = new InstanceParts(wasm);
    this.traits = module.traits();
    this.imports = types.imports(prepared.imports());
    this.exports = types.exports();
    this.start = prepared.start();
    this.scratchTable = module.rewritten() ? types.count(ModuleTypes.Kind.TABLE) - 1 : NONE;
    this.compilation = compilation;
    this.origin = origin;
  }

  /** See {@link radicchio.engine.Engine#compile}. */
  public static CompiledModule of(byte[] bytes, CompileOptions options) {
    ModuleBytes.Prepared prepared = ModuleBytes.prepare(bytes);
    if (options.backend() == Backend.INTERPRETER) {
      return new CompiledModule(
          prepared,
          ValidModule.of(prepared).forInterpreter(),
          Optional.empty(),
          Origin.INTERPRETED);
    }
    String digest = EngineDigest.of(bytes);
    Optional<ClassCache> cache = options.cache() ? ClassCache.ofUser() : Optional.empty();
    CompiledModule module =
        AheadOfTime.find(digest, options.loader())
            .map(found -> running(prepared, found, Origin.CLASS_PATH))
            .or(() -> cache.flatMap(c -> cached(prepared, c, digest)))
            .orElseGet(() -> compiled(prepared, cache, digest));
    LOG.log(
        Level.DEBUG,
        () ->
            module
                + ", from "
                + module.origin
                + ", "
                + module.interpretedFunctions()
                + " of its functions are interpreted");
    return module;
  }

  private static Optional<CompiledModule> cached(
      ModuleBytes.Prepared prepared, ClassCache cache, String digest) {
    try {
      return cache
          .find(digest)
          .map(
              kept ->
                  running(prepared, Compilation.of(kept.classes(), kept.summary()), Origin.CACHE));
    } catch (RuntimeException | LinkageError e) {
      LOG.log(Level.WARNING, "a cached module does not load, and is compiled again", e);
      return Optional.empty();
    }
  }

  private static CompiledModule compiled(
      ModuleBytes.Prepared prepared, Optional<ClassCache> cache, String digest) {
    FreshModule fresh = FreshModule.compile(prepared, digest);
    cache.ifPresent(c -> c.keep(fresh.module()));
    return running(prepared, fresh.compilation(), Origin.COMPILED);
  }

  private static CompiledModule running(
      ModuleBytes.Prepared prepared, Compilation compilation, Origin origin) {
    ModuleSummary summary = compilation.summary();
    WasmModule slim = SlimModule.of(prepared, summary);
    ValidModule module =
        new ValidModule(
            slim,
            new ModuleTypes(slim),
            summary.traits(),
            summary.renumbered(),
            summary.rewritten());
    return new CompiledModule(prepared, module, Optional.of(compilation), origin);
  }

  /** Returns the name of a function in the module's name section. */
  public Optional<String> functionName(int function) {
    return Optional.ofNullable(wasm.nameSection()).map(names -> names.nameOfFunction(function));
  }

  public Optional<String> moduleName() {
    return Optional.ofNullable(wasm.nameSection()).flatMap(names -> names.moduleName());
  }

  /** The implementation behind the {@code Adapter}s of this module's instances; made on first use. */
  public synchronized AdapterModule adapter() {
    if (adapter == null) {
      adapter = AdapterModule.of(wasm.typeSection());
    }
    return adapter;
  }

  /** Returns the module for the engine: imports renamed, without a start section, calls by reference rewritten. */
  public WasmModule wasm() {
    return wasm;
  }

  /** Returns the parts that its instances have in common. */
  public InstanceParts parts() {
    return parts;
  }

  public ModuleTypes types() {
    return types;
  }

  public ModuleTraits traits() {
    return traits;
  }

  public Optional<Compilation> compilation() {
    return compilation;
  }

  /** Returns the start function, or -1. */
  public int start() {
    return start;
  }

  /** Returns the table that {@link ReferenceCalls} added, or -1. */
  public int scratchTable() {
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
    return compilation.isPresent() ? Backend.COMPILER : Backend.INTERPRETER;
  }

  @Override
  public Origin origin() {
    return origin;
  }

  @Override
  public int interpretedFunctions() {
    return compilation.map(c -> c.fallback().size()).orElse(0);
  }

  @Override
  public String toString() {
    return "core module "
        + moduleName().map(ForeignText::escaped).orElse("without a name")
        + ", "
        + types.count(ModuleTypes.Kind.FUNC)
        + " functions, "
        + backend();
  }
}
