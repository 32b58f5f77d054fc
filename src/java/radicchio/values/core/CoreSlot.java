package radicchio.values.core;

import clojure.lang.Keyword;
import java.util.List;
import radicchio.abi.value.Refusal;
import radicchio.core.ModuleInstance;
import radicchio.engine.CoreType;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** Converts single values of globals and tables between core WebAssembly and the host. */
public final class CoreSlot {
  private CoreSlot() {}

  /**
   * Returns the slot of a value.
   *
   * @param what the owner of the type, for messages
   * @throws RadicchioException {@code ARGUMENT} if the value does not fit the type; {@code UNLINKABLE} if the host cannot
   *     express the type
   */
  public static long read(ModuleInstance instance, CoreType type, String what, Object value) {
    try {
      return of(instance, type, what).read(value);
    } catch (Refusal refusal) {
      throw RadicchioException.of(ErrorKind.ARGUMENT, what + ": " + refusal.getMessage());
    }
  }

  /**
   * Returns the value of a slot. Must be called inside an entrance.
   *
   * @throws RadicchioException {@code UNLINKABLE} if the host cannot express it
   */
  public static Object make(ModuleInstance instance, CoreType type, String what, long slot) {
    return of(instance, type, what).make(slot);
  }

  private static CoreValue of(ModuleInstance instance, CoreType type, String what) {
    List<Keyword> names = CoreSignature.keywords(what, List.of(type));
    return new InstanceValues(instance).value(names.get(0));
  }
}
