package radicchio.values.core;

import clojure.lang.ArraySeq;
import clojure.lang.IFn;
import clojure.lang.ISeq;
import clojure.lang.RT;
import clojure.lang.Sequential;
import java.util.List;
import java.util.Optional;
import radicchio.abi.value.Refusal;
import radicchio.core.ModuleInstance;
import radicchio.engine.ExternType.FuncType;
import radicchio.engine.HostFunc;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.values.clojure.Expected;

/**
 * A Clojure function that a core module imports. The import's type determines its arguments and its result: none (the
 * return value is ignored), a value, or a vector for several results. A result that does not fit its type traps the
 * guest. An exception leaves the outermost call unchanged.
 */
public final class CoreHostFunction implements HostFunc {
  private static final long[] NOTHING = {};

  private final IFn body;
  private final Optional<ModuleInstance> first;
  private final String name;
  private final CoreValue[] params;
  private final CoreValue[] results;

  private CoreHostFunction(
      IFn body,
      Optional<ModuleInstance> first,
      String name,
      CoreValue[] params,
      CoreValue[] results) {
    this.body = body;
    this.first = first;
    this.name = name;
    this.params = params;
    this.results = results;
  }

  /**
   * @param body called with the converted arguments; a Var is resolved at each call
   * @param takesInstance whether the instance comes before the arguments
   * @param name its name in messages: {@code "env.log"}
   * @param instance the instance whose store has its references
   * @throws RadicchioException {@code UNLINKABLE} if the host cannot express one of the type's values
   */
  public static HostFunc of(
      IFn body, boolean takesInstance, String name, FuncType type, ModuleInstance instance) {
    InstanceValues values = new InstanceValues(instance);
    return new CoreHostFunction(
        body,
        takesInstance ? Optional.of(instance) : Optional.empty(),
        name,
        values.values(CoreSignature.keywords(name, type.params())),
        values.values(CoreSignature.keywords(name, type.results())));
  }

  @Override
  public long[] call(long[] args) {
    Object value = first.isPresent() ? applyAll(args) : invoke(args);
    return switch (results.length) {
      case 0 -> NOTHING;
      case 1 -> new long[] {read(0, value)};
      default -> readAll(value);
    };
  }

  private Object invoke(long[] args) {
    return switch (params.length) {
      case 0 -> body.invoke();
      case 1 -> body.invoke(params[0].make(args[0]));
      case 2 -> body.invoke(params[0].make(args[0]), params[1].make(args[1]));
      case 3 ->
          body.invoke(params[0].make(args[0]), params[1].make(args[1]), params[2].make(args[2]));
      default -> applyAll(args);
    };
  }

  private Object applyAll(long[] args) {
    int before = first.isPresent() ? 1 : 0;
    Object[] values = new Object[before + params.length];
    first.ifPresent(instance -> values[0] = instance);
    for (int i = 0; i < params.length; i++) {
      values[before + i] = params[i].make(args[i]);
    }
    return body.applyTo(ArraySeq.create(values));
  }

  private long[] readAll(Object value) {
    if (!(value instanceof Sequential && value instanceof List<?> list && isCount(list))) {
      throw refused(Expected.but("a vector of " + results.length + " results", value).getMessage());
    }
    long[] slots = new long[results.length];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = read(i, list.get(i));
    }
    return slots;
  }

  /** Tests whether the number of elements is that of the results. Realizes no more of a lazy sequence. */
  private boolean isCount(List<?> list) {
    return list instanceof ISeq seq
        ? RT.boundedLength(RT.seq(seq), results.length) == results.length
        : list.size() == results.length;
  }

  private long read(int result, Object value) {
    try {
      return results[result].read(value);
    } catch (Refusal refusal) {
      String place = results.length == 1 ? "" : "result " + (result + 1) + ": ";
      throw refused(place + refusal.getMessage());
    }
  }

  private RadicchioException refused(String message) {
    RadicchioException cause =
        RadicchioException.of(
            ErrorKind.ARGUMENT,
            "the host function " + ForeignText.escaped(name) + " returned: " + message);
    return RadicchioException.of(ErrorKind.TRAP, cause.getMessage(), cause)
        .withKeyword("trap", "host-result");
  }
}
