package radicchio.values;

import clojure.lang.Keyword;
import java.util.List;
import radicchio.abi.Refusal;
import radicchio.engine.CoreType;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.runtime.ModuleInstance;

/** Single values of core WebAssembly, of globals and tables, as the host's. */
public final class CoreSlot {
  private CoreSlot() {}

  /**
   * The slot of a value.
   *
   * @param what has the type, for messages
   * @throws RadicchioException {@code ARGUMENT} where the type refuses the value; {@code UNLINKABLE} where the
   *     host cannot express it
   */
  public static long read(ModuleInstance instance, CoreType type, String what, Object value) {
    try {
      return of(instance, type, what).read(value);
    } catch (Refusal refusal) {
      throw RadicchioException.of(ErrorKind.ARGUMENT, what + ": " + refusal.getMessage());
    }
  }

  /**
   * The value of a slot; called within an entrance.
   *
   * @throws RadicchioException {@code UNLINKABLE} where the host cannot express it
   */
  public static Object make(ModuleInstance instance, CoreType type, String what, long slot) {
    return of(instance, type, what).make(slot);
  }

  private static CoreValue of(ModuleInstance instance, CoreType type, String what) {
    List<Keyword> names = CoreSignature.keywords(what, List.of(type));
    return CoreValue.of(names.get(0), instance);
  }
}
