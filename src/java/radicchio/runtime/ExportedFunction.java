package radicchio.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import radicchio.component.FuncType;
import radicchio.component.ValType;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.runtime.link.LinkedEntity;
import radicchio.runtime.link.TypeText;
import radicchio.runtime.task.ComponentFunction;
import radicchio.runtime.task.Outcome;

/**
 * A function that an instance exports. Any thread may call it; one call at a time runs in the instance.
 *
 * <p>Calls refuse arguments ({@code ARGUMENT}, {@code CLOSED} for handles) before anything of the guest runs,
 * and a call from one of the instance's own host functions ({@code REENTERED}); after these the instance lives.
 * A trap ({@code TRAP}) or a reached limit ({@code LIMIT}) ends it. What a host function throws leaves as
 * itself. Where the function's type is a {@code result}, the payload of {@code ok} is returned and {@code err}
 * is thrown ({@code WIT}, the payload under {@code :wit/error}, the function's name under {@code :wit/name}).
 */
public final class ExportedFunction {
  private static final int UNKNOWN = -1;

  private final Instance instance;
  private final String id;
  private final ComponentFunction function;
  private int parameters = UNKNOWN;

  private ExportedFunction(Instance instance, String id, ComponentFunction function) {
    this.instance = instance;
    this.id = id;
    this.function = function;
  }

  static List<ExportedFunction> of(Instance instance, LinkedEntity.InstanceEntity exports) {
    List<ExportedFunction> functions = new ArrayList<>();
    collect(instance, "", exports, functions);
    return List.copyOf(functions);
  }

  private static void collect(
      Instance instance,
      String prefix,
      LinkedEntity.InstanceEntity exports,
      List<ExportedFunction> functions) {
    for (Map.Entry<String, LinkedEntity> export : exports.exports().entrySet()) {
      String id = prefix + export.getKey();
      if (export.getValue() instanceof LinkedEntity.FunctionEntity f) {
        functions.add(new ExportedFunction(instance, id, f.function()));
      } else if (export.getValue() instanceof LinkedEntity.InstanceEntity inner) {
        collect(instance, id + "#", inner, functions);
      }
    }
  }

  /** {@code "run"}, or {@code "local:img/resize@1.0.0#resize-image"} for a function of an interface. */
  public String id() {
    return id;
  }

  public Instance instance() {
    return instance;
  }

  /** Its type; that of the instantiation, as resources have identities. */
  public FuncType type() {
    return function.plans().type();
  }

  /** Calls it with host values. */
  public Object call(Object... arguments) {
    return payload(outcome(arguments));
  }

  /** As {@link #call}, with a {@code result} as a value that says which arm it is, instead of a throw. */
  public Object callTagged(Object... arguments) {
    return tagged(outcome(arguments));
  }

  private Object outcome(Object[] arguments) {
    instance.enter();
    try {
      return entered(arguments);
    } finally {
      instance.leave();
    }
  }

  /** Calls it within an entrance of its instance; an {@link Outcome} where its type is a {@code result}. */
  Object entered(Object[] arguments) {
    if (arguments.length != parameters()) {
      throw wrongCount(arguments.length);
    }
    return function.call(arguments);
  }

  Object entered(Object a) {
    return function.takesScalars(1)
        ? function.callScalar(new long[] {function.readScalar(0, a)})
        : entered(new Object[] {a});
  }

  Object entered(Object a, Object b) {
    return function.takesScalars(2)
        ? function.callScalar(new long[] {function.readScalar(0, a), function.readScalar(1, b)})
        : entered(new Object[] {a, b});
  }

  Object entered(Object a, Object b, Object c) {
    return function.takesScalars(3)
        ? function.callScalar(
            new long[] {
              function.readScalar(0, a), function.readScalar(1, b), function.readScalar(2, c)
            })
        : entered(new Object[] {a, b, c});
  }

  Object payload(Object value) {
    if (!(value instanceof Outcome outcome)) {
      return value;
    }
    if (outcome.ok()) {
      return outcome.payload();
    }
    throw RadicchioException.of(
            ErrorKind.WIT,
            ForeignText.escaped(id)
                + " returned an error"
                + (outcome.payload() == null ? "" : ": " + ForeignText.printed(outcome.payload())))
        .with("wit/error", outcome.payload())
        .with("wit/name", id);
  }

  Object tagged(Object value) {
    if (!(value instanceof Outcome outcome)) {
      return value;
    }
    return function.plans().tagged(outcome);
  }

  private int parameters() {
    if (parameters == UNKNOWN) {
      parameters = type().params().size();
    }
    return parameters;
  }

  private RadicchioException wrongCount(int got) {
    List<ValType.Field> params = type().params();
    String names = " (" + ForeignText.listed(params, " ", p -> ForeignText.escaped(p.name())) + ")";
    return RadicchioException.of(
        ErrorKind.ARGUMENT,
        ForeignText.escaped(id)
            + " takes "
            + params.size()
            + (params.isEmpty() ? "" : names)
            + ", got "
            + got);
  }

  @Override
  public String toString() {
    return ForeignText.escaped(id) + ": " + TypeText.of(type());
  }
}
