package radicchio.engine.chicory.compile;

import java.util.Set;
import radicchio.engine.chicory.compiler.ModuleCompiler;
import radicchio.engine.chicory.compiler.NotCarried;
import radicchio.engine.chicory.module.ModuleBytes;
import radicchio.engine.chicory.module.ModuleTraits;
import radicchio.engine.chicory.module.Refused;
import radicchio.engine.chicory.module.ValidModule;
import radicchio.engine.chicory.module.format.Checked;
import radicchio.engine.chicory.module.format.ModuleFormat;
import radicchio.engine.chicory.rewrite.Mending;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * A module that was just compiled. The engine parses and validates everything except the bodies of functions, which the
 * compiler validates.
 */
public record FreshModule(KeptModule module, Compilation compilation) {
  /** Validates and compiles a module. All of its classes are verified. */
  static FreshModule compile(ModuleBytes.Prepared prepared, String digest) {
    Checked checked = ModuleFormat.check(prepared.wasm(), true);
    ValidModule declared =
        ValidModule.ofDeclarations(prepared, SlimModule.withBodies(prepared, Set.of()));
    try {
      return compile(prepared, checked, declared, digest);
    } catch (NotCarried e) {
      throw Refused.feature(e.getMessage());
    } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError e) {
      throw Refused.of(e);
    }
  }

  private static FreshModule compile(
      ModuleBytes.Prepared prepared, Checked checked, ValidModule declared, String digest) {
    ModuleCompiler.Result compiled =
        ModuleCompiler.compile(prepared.bytes(), ClassNames.of(digest), checked.tailCalling());
    ModuleTraits traits = declared.traits().withCode(compiled.objects(), compiled.castsFunctions());
    boolean rewritten = traits.receivesFunctions() && compiled.callsReferences();
    if (compiled.interpreted().isEmpty()) {
      return of(
          new ModuleSummary(digest, traits, false, rewritten, InterpretedFunctions.NONE), compiled);
    }
    if (checked.compiledOnly()) {
      throw tooLarge(compiled.interpreted().iterator().next());
    }
    ValidModule valid =
        ValidModule.of(
            prepared.with(SlimModule.withBodies(prepared, compiled.interpreted())), checked);
    return of(
        new ModuleSummary(
            digest,
            traits,
            valid.renumbered(),
            rewritten || valid.rewritten(),
            interpreted(valid, prepared, compiled.interpreted())),
        compiled);
  }

  private static InterpretedFunctions interpreted(
      ValidModule valid, ModuleBytes.Prepared prepared, Set<Integer> functions) {
    return InterpretedFunctions.of(
        Mending.forInterpreter(valid.wasm(), functions), prepared.importedFunctions(), functions);
  }

  /** Returns how many functions of a module, which need not be valid otherwise, are too large and run interpreted. */
  public static int countInterpreted(byte[] wasm) {
    ModuleBytes.Prepared prepared = ModuleBytes.prepare(wasm);
    ModuleFormat.check(wasm, true);
    try {
      return ModuleCompiler.countTooLarge(prepared.bytes());
    } catch (RuntimeException e) {
      throw Refused.of(e);
    }
  }

  private static FreshModule of(ModuleSummary summary, ModuleCompiler.Result compiled) {
    GuestLoader loader = new GuestLoader(compiled.classes());
    loader.loadAll();
    return new FreshModule(
        new KeptModule(summary, compiled.classes()), Compilation.of(loader, summary));
  }

  private static RadicchioException tooLarge(int function) {
    return RadicchioException.of(
            ErrorKind.LIMIT,
            "function "
                + function
                + " is too large for a method of the JVM, and a module with SIMD, wide arithmetic or legacy exceptions cannot be interpreted; build it with less inlining")
        .withKeyword("limit", "engine");
  }
}
