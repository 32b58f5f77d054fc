package radicchio.engine.chicory.module;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import radicchio.engine.chicory.module.format.Checked;
import radicchio.engine.chicory.module.format.ModuleFormat;
import radicchio.engine.chicory.rewrite.Mending;

/**
 * A module that was parsed, validated and read completely, with the bodies of its functions, for the interpreter and the compiler.
 *
 * @param renumbered whether block types got other indices; see {@link Checked}
 * @param rewritten whether its calls by reference were rewritten; see {@link ReferenceCalls}
 */
public record ValidModule(
    WasmModule wasm,
    ModuleTypes types,
    ModuleTraits traits,
    boolean renumbered,
    boolean rewritten) {

  public static ValidModule of(ModuleBytes.Prepared prepared) {
    return of(prepared, ModuleFormat.check(prepared.wasm(), false));
  }

  /** @param checked of the same module, which has no vectors */
  public static ValidModule of(ModuleBytes.Prepared prepared, Checked checked) {
    byte[] bytes = checked.amended(prepared.bytes());
    WasmModule parsed = parse(bytes);
    ModuleTypes types = new ModuleTypes(parsed);
    types.requireValid();
    requireStart(types, prepared.start());
    ModuleTraits traits =
        ModuleTraits.of(parsed, types.imports(prepared.imports()), types.exports());
    if (traits.receivesFunctions() && ReferenceCalls.in(parsed)) {
      WasmModule rewritten = parse(ReferenceCalls.rewrite(bytes, parsed, types));
      return new ValidModule(
          rewritten, new ModuleTypes(rewritten), traits, checked.renumbered(), true);
    }
    return new ValidModule(parsed, types, traits, checked.renumbered(), false);
  }

  /**
   * Returns a module whose functions are not read.
   *
   * @param withoutBodies the same module with other bodies, which are valid
   */
  public static ValidModule ofDeclarations(ModuleBytes.Prepared prepared, byte[] withoutBodies) {
    WasmModule parsed = parse(withoutBodies);
    ModuleTypes types = new ModuleTypes(parsed);
    types.requireValid();
    requireStart(types, prepared.start());
    ModuleTraits traits =
        ModuleTraits.of(parsed, types.imports(prepared.imports()), types.exports());
    return new ValidModule(parsed, types, traits, false, false);
  }

  /** Returns the same module with instructions that the interpreter executes correctly. */
  public ValidModule forInterpreter() {
    return new ValidModule(Mending.forInterpreter(wasm), types, traits, renumbered, rewritten);
  }

  /** Parses bytes. For hostile bytes the parser does not always throw its own exception. */
  private static WasmModule parse(byte[] bytes) {
    try {
      return Parser.parse(bytes);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw Refused.of(e);
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
      throw Refused.invalid(
          "invalid module: start function "
              + index
              + " is "
              + signature.text()
              + ", expected no parameters and no results");
    }
  }
}
