package radicchio.engine.chicory.compile;

import java.lang.System.Logger.Level;
import radicchio.engine.chicory.compiler.ModuleCompiler;
import radicchio.engine.chicory.compiler.NotCarried;
import radicchio.engine.chicory.module.ModuleBytes;
import radicchio.engine.chicory.module.ModuleTraits;
import radicchio.engine.chicory.module.Refused;
import radicchio.engine.chicory.module.ValidModule;
import radicchio.engine.chicory.module.format.Checked;
import radicchio.engine.chicory.module.format.ModuleFormat;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * Compiles a module with our own compiler. The engine parses and validates all but the bodies of functions, which the compiler validates
 * itself. A module with a function that is too large for the JVM, whose compiler takes methods of at most 8,000 bytes, is left to
 * the engine's compiler, before which such functions are divided; unless it has instructions that that lacks.
 */
final class OwnCompilation {
  /** Its value {@code own} has all modules compiled by our compiler, in its tests; by default those that no other one has are. */
  static final String PROPERTY = "radicchio.compiler";

  private static final System.Logger LOG = System.getLogger("radicchio.engine");

  private OwnCompilation() {}

  /** Validates and compiles a module with the compiler that is for it. All of its classes are verified. */
  static KeptModule.Fresh compile(ModuleBytes.Prepared prepared, String digest) {
    Checked checked = ModuleFormat.check(prepared.wasm(), true);
    if (checked.compiledOnly() || "own".equals(System.getProperty(PROPERTY))) {
      try {
        return own(prepared, checked, digest);
      } catch (NotCarried e) {
        if (checked.compiledOnly()) {
          throw Refused.feature(e.getMessage());
        }
        LOG.log(Level.DEBUG, () -> "the engine's compiler is used: " + e.getMessage());
      } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError e) {
        throw Refused.of(e);
      }
    }
    return KeptModule.compile(prepared, checked, digest);
  }

  private static KeptModule.Fresh own(
      ModuleBytes.Prepared prepared, Checked checked, String digest) {
    boolean divisible = !checked.compiledOnly();
    ValidModule valid = ValidModule.ofDeclarations(prepared, SlimModule.withoutBodies(prepared));
    if (divisible) {
      requireSmall(ModuleCompiler.sizeOfLongest(prepared.bytes()));
    }
    ModuleCompiler.Result compiled =
        ModuleCompiler.compile(prepared.bytes(), ClassNames.of(digest));
    if (divisible) {
      requireSmall(compiled.largest());
    }
    if (!compiled.interpreted().isEmpty()) {
      throw tooLarge(compiled.interpreted().iterator().next());
    }
    ModuleTraits traits = valid.traits().withCode(compiled.objects(), compiled.castsFunctions());
    GuestLoader loader = new GuestLoader(compiled.classes());
    loader.loadAll();
    ModuleSummary summary =
        new ModuleSummary(
            digest,
            traits,
            false,
            traits.receivesFunctions() && compiled.callsReferences(),
            InterpretedFunctions.NONE);
    return new KeptModule.Fresh(
        new KeptModule(summary, compiled.classes()), Compilation.of(loader, summary));
  }

  private static void requireSmall(int method) {
    if (method > Fitted.largestMethod()) {
      throw new NotCarried("a function has a method of " + method + " bytes");
    }
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
