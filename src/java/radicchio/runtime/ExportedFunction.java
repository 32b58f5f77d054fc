package radicchio.runtime;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import radicchio.component.FuncType;
import radicchio.component.ValType;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.runtime.link.TypeText;
import radicchio.runtime.resource.GuestHandle;
import radicchio.runtime.resource.Handle;
import radicchio.runtime.task.ComponentFunction;
import radicchio.runtime.task.Outcome;

/**
 * A function that a component exports: of one instance, or of a namespace, which has an instance of its own and can
 * call others. Any thread may call it; one call at a time runs in an instance.
 *
 * <p>Calls refuse arguments ({@code ARGUMENT}, {@code CLOSED} for handles) before anything of the guest runs,
 * and a call from one of the instance's own host functions ({@code REENTERED}); after these the instance lives.
 * A trap ({@code TRAP}) or a reached limit ({@code LIMIT}) ends it. What a host function throws leaves as
 * itself. Where the function's type is a {@code result}, the payload of {@code ok} is returned and {@code err}
 * is thrown ({@code WIT}, the payload under {@code :wit/error}, the function's name under {@code :wit/name}), but for a
 * function whose results are tagged, which returns it as a value.
 */
public final class ExportedFunction {
  private static final Object[] NO_ARGUMENTS = {};

  /** Where the function is among the functions of a component. */
  private record Place(CompiledComponent component, int index) {}

  private final String id;
  private final String name;
  private final Optional<List<String>> parameters;
  private final Supplier<CompiledComponent> component;
  private final Optional<Instance> instance;

  /** Enters the instance that is called; paired with its {@code leave}. */
  private final Supplier<Instance> entering;

  private final boolean tagged;
  private volatile Place place;

  private ExportedFunction(
      String id,
      String name,
      Optional<List<String>> parameters,
      Supplier<CompiledComponent> component,
      Optional<Instance> instance,
      Supplier<Instance> entering,
      boolean tagged) {
    this.id = id;
    this.name = name;
    this.parameters = parameters;
    this.component = component;
    this.instance = instance;
    this.entering = entering;
    this.tagged = tagged;
  }

  /** The function with an index of an instance. */
  static ExportedFunction of(Instance instance, int index) {
    CompiledComponent component = instance.component();
    String id = component.functionExports().ids().get(index);
    ExportedFunction function =
        new ExportedFunction(
            id,
            id,
            Optional.empty(),
            () -> component,
            Optional.of(instance),
            instance::enter,
            false);
    function.place = new Place(component, index);
    return function;
  }

  /**
   * A function of a namespace, before any instance: see {@link OwnInstance#function}.
   *
   * @param entering enters the instance of calls that name none
   */
  static ExportedFunction of(
      String id,
      String name,
      List<String> parameters,
      Supplier<CompiledComponent> component,
      Supplier<Instance> entering,
      boolean tagged) {
    return new ExportedFunction(
        id,
        name,
        Optional.of(List.copyOf(parameters)),
        component,
        Optional.empty(),
        entering,
        tagged);
  }

  /** {@code "run"}, or {@code "local:img/resize@1.0.0#resize-image"} for a function of an interface. */
  public String id() {
    return id;
  }

  /** What its caller calls it. */
  public String name() {
    return name;
  }

  /** The names of its parameters. */
  public List<String> parameters() {
    return parameters.orElseGet(() -> type().params().stream().map(ValType.Field::name).toList());
  }

  /**
   * The type of a function of an instance; that of the instantiation, as resources have identities.
   *
   * @throws IllegalStateException for a function of a namespace
   */
  public FuncType type() {
    return in(instance.orElseThrow(() -> new IllegalStateException(id + " is of no instance")))
        .plans()
        .type();
  }

  // On its instance

  public Object invoke() {
    return call(NO_ARGUMENTS);
  }

  public Object invoke(Object a) {
    return entered(entering.get(), a);
  }

  public Object invoke(Object a, Object b) {
    return entered(entering.get(), a, b);
  }

  public Object invoke(Object a, Object b, Object c) {
    return entered(entering.get(), a, b, c);
  }

  public Object invoke(Object a, Object b, Object c, Object d) {
    return call(new Object[] {a, b, c, d});
  }

  public Object invoke(Object a, Object b, Object c, Object d, Object e) {
    return call(new Object[] {a, b, c, d, e});
  }

  /** Calls it. */
  public Object call(Object... arguments) {
    return entered(entering.get(), arguments, tagged);
  }

  /** As {@link #call}, with a {@code result} as a value that says which arm it is, instead of a throw. */
  public Object callTagged(Object... arguments) {
    return entered(entering.get(), arguments, true);
  }

  // On a given instance

  public Object invokeOn(Instance given) {
    return callOn(given, NO_ARGUMENTS);
  }

  public Object invokeOn(Instance given, Object a) {
    return entered(given.enter(), a);
  }

  public Object invokeOn(Instance given, Object a, Object b) {
    return entered(given.enter(), a, b);
  }

  public Object invokeOn(Instance given, Object a, Object b, Object c) {
    return entered(given.enter(), a, b, c);
  }

  public Object invokeOn(Instance given, Object a, Object b, Object c, Object d) {
    return callOn(given, new Object[] {a, b, c, d});
  }

  public Object invokeOn(Instance given, Object a, Object b, Object c, Object d, Object e) {
    return callOn(given, new Object[] {a, b, c, d, e});
  }

  /** Calls it on an instance of the component. */
  public Object callOn(Instance given, Object[] arguments) {
    return entered(given.enter(), arguments, tagged);
  }

  /** Calls it, a method, on the instance of its handle, which is the first argument. */
  public Object callMethod(Handle handle, Object[] arguments) {
    if (handle instanceof GuestHandle guest) {
      guest.checkUsable();
      return callOn(((HeldHandles) guest.owner()).instance(), arguments);
    }
    throw RadicchioException.of(
        ErrorKind.ARGUMENT,
        ForeignText.escaped(id)
            + " is a method of the guest, and this handle is of the host: "
            + handle);
  }

  // Within an entrance of an instance, which each of these leaves. Scalars need no array of
  // objects.

  private Object entered(Instance called, Object a) {
    try {
      ComponentFunction f = in(called);
      return f.takesScalars(1)
          ? result(f, f.callScalar(new long[] {f.readScalar(0, a)}), tagged)
          : run(f, new Object[] {a}, tagged);
    } finally {
      called.leave();
    }
  }

  private Object entered(Instance called, Object a, Object b) {
    try {
      ComponentFunction f = in(called);
      return f.takesScalars(2)
          ? result(f, f.callScalar(new long[] {f.readScalar(0, a), f.readScalar(1, b)}), tagged)
          : run(f, new Object[] {a, b}, tagged);
    } finally {
      called.leave();
    }
  }

  private Object entered(Instance called, Object a, Object b, Object c) {
    try {
      ComponentFunction f = in(called);
      return f.takesScalars(3)
          ? result(
              f,
              f.callScalar(new long[] {f.readScalar(0, a), f.readScalar(1, b), f.readScalar(2, c)}),
              tagged)
          : run(f, new Object[] {a, b, c}, tagged);
    } finally {
      called.leave();
    }
  }

  private Object entered(Instance called, Object[] arguments, boolean asTagged) {
    try {
      return run(in(called), arguments, asTagged);
    } finally {
      called.leave();
    }
  }

  private Object run(ComponentFunction function, Object[] arguments, boolean asTagged) {
    List<ValType.Field> params = function.plans().type().params();
    if (arguments.length != params.size()) {
      throw wrongCount(params, arguments.length);
    }
    return result(function, function.call(arguments), asTagged);
  }

  private RadicchioException wrongCount(List<ValType.Field> params, int got) {
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

  private Object result(ComponentFunction function, Object value, boolean asTagged) {
    if (!(value instanceof Outcome outcome)) {
      return value;
    }
    if (asTagged) {
      return function.plans().tagged(outcome);
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

  // Where it is

  private ComponentFunction in(Instance called) {
    Place known = place;
    if (known == null || known.component() != called.component()) {
      known = new Place(called.component(), index(called.component()));
      place = known;
    }
    return called.linked(known.index());
  }

  private int index(CompiledComponent of) {
    if (!component.get().isSameAs(of)) {
      throw RadicchioException.of(
          ErrorKind.ARGUMENT,
          ForeignText.escaped(id) + " was called on an instance of another component");
    }
    return of.functionExports()
        .index(id)
        .orElseThrow(
            () ->
                RadicchioException.of(
                    ErrorKind.UNLINKABLE,
                    "the component does not export "
                        + ForeignText.escaped(id)
                        + "; it exports "
                        + ForeignText.listed(of.functionExports().ids(), ForeignText::escaped)));
  }

  @Override
  public String toString() {
    return instance.isPresent()
        ? ForeignText.escaped(id) + ": " + TypeText.of(type())
        : ForeignText.escaped(id);
  }
}
