package radicchio.runtime;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import radicchio.abi.CanonicalFunction;
import radicchio.component.FuncType;
import radicchio.component.ValType;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.runtime.call.ComponentFunction;
import radicchio.runtime.call.Outcome;
import radicchio.runtime.link.TypeText;
import radicchio.runtime.resource.GuestHandle;
import radicchio.runtime.resource.Handle;

/**
 * A function that a component exports: of one instance, or of a namespace, which has its own instance and can call others. Any
 * thread may call it. One call at a time runs in an instance.
 *
 * <p>A call throws before any code of the guest runs if an argument is refused ({@code ARGUMENT}, {@code CLOSED} for handles),
 * or if one of the instance's own host functions calls it ({@code REENTERED}). Then the instance stays usable. A trap ({@code
 * TRAP}) or a reached limit ({@code LIMIT}) ends it. An exception of a host function leaves unchanged. If the function's type
 * is a {@code result}, the payload of {@code ok} is returned and {@code err} is thrown ({@code WIT}, with the payload under
 * {@code :wit/error} and the function's name under {@code :wit/name}). A function with tagged results returns both as values.
 */
public final class ExportedFunction {
  private static final Object[] NO_ARGUMENTS = {};

  /** The position of the function among the functions of a component. */
  private record Place(CompiledComponent component, int index) {}

  private final String id;
  private final String name;
  private final Optional<List<String>> parameters;
  private final Supplier<CompiledComponent> component;
  private final Optional<Callee> instance;

  /** Enters the called instance, which must then be left by its {@code leave}. */
  private final Supplier<Callee> entering;

  private final boolean tagged;
  private volatile Place place;

  private ExportedFunction(
      String id,
      String name,
      Optional<List<String>> parameters,
      Supplier<CompiledComponent> component,
      Optional<Callee> instance,
      Supplier<Callee> entering,
      boolean tagged) {
    this.id = id;
    this.name = name;
    this.parameters = parameters;
    this.component = component;
    this.instance = instance;
    this.entering = entering;
    this.tagged = tagged;
  }

  /** Makes the function with an index of an instance. */
  static ExportedFunction of(Callee instance, int index) {
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
   * Makes a function of a namespace, which does not need an instance yet.
   *
   * @param id {@code "local:img/resize@1.0.0#resize-image"}
   * @param name what its caller calls it, for messages: {@code "resize-image"}
   * @param parameters their names, for messages; a method's handle among them
   * @param component loads the component when it is needed first
   * @param entering enters the instance for calls that do not specify one, by {@link Callee#enter}
   * @param tagged whether a {@code result} is returned as a value, not by returning or throwing
   */
  public static ExportedFunction of(
      String id,
      String name,
      List<String> parameters,
      Supplier<CompiledComponent> component,
      Supplier<Callee> entering,
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

  /** Returns {@code "run"}, or {@code "local:img/resize@1.0.0#resize-image"} for a function of an interface. */
  public String id() {
    return id;
  }

  /** Returns its name for callers. */
  public String name() {
    return name;
  }

  /** Returns the names of its parameters. */
  public List<String> parameters() {
    return parameters.orElseGet(() -> type().params().stream().map(ValType.Field::name).toList());
  }

  /**
   * Returns the type of a function of an instance. Its resources are those of the instantiation.
   *
   * @throws IllegalStateException for a function of a namespace
   */
  public FuncType type() {
    return in(instance.orElseThrow(
            () -> new IllegalStateException(id + " does not belong to an instance")))
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

  // With primitive arguments and a primitive result. Each is a long, or the bits of a double for a
  // float (see bits). Without boxes if all parameters and the result of the type are numbers, other
  // than u64, and there are at most four.

  /** Returns the argument for a parameter that is an integer. */
  public static long bits(long integer) {
    return integer;
  }

  /** Returns the argument for a parameter that is a float. */
  public static long bits(double number) {
    return Double.doubleToRawLongBits(number);
  }

  public long primitive() {
    return primitive(entering.get(), 0, 0, 0, 0, 0);
  }

  public long primitive(long a) {
    return primitive(entering.get(), 1, a, 0, 0, 0);
  }

  public long primitive(long a, long b) {
    return primitive(entering.get(), 2, a, b, 0, 0);
  }

  public long primitive(long a, long b, long c) {
    return primitive(entering.get(), 3, a, b, c, 0);
  }

  public long primitive(long a, long b, long c, long d) {
    return primitive(entering.get(), 4, a, b, c, d);
  }

  public long primitiveOn(Callee given) {
    return primitive(given.enter(), 0, 0, 0, 0, 0);
  }

  public long primitiveOn(Callee given, long a) {
    return primitive(given.enter(), 1, a, 0, 0, 0);
  }

  public long primitiveOn(Callee given, long a, long b) {
    return primitive(given.enter(), 2, a, b, 0, 0);
  }

  public long primitiveOn(Callee given, long a, long b, long c) {
    return primitive(given.enter(), 3, a, b, c, 0);
  }

  /** Calls it. */
  public Object call(Object... arguments) {
    return entered(entering.get(), arguments, tagged);
  }

  /** Does the same as {@link #call}, but returns a {@code result} as a tagged value instead of throwing. */
  public Object callTagged(Object... arguments) {
    return entered(entering.get(), arguments, true);
  }

  /**
   * Begins a call, and does not wait for its result. The future completes on another thread with what {@link #call} returns or
   * throws. Cancelling it asks the guest to end the call; a guest may ignore that. A function that cannot wait runs on a
   * separate thread, which cancelling interrupts.
   */
  public CompletableFuture<Object> async(Object... arguments) {
    return async(entering.get(), arguments, () -> call(arguments));
  }

  /** Does the same as {@link #async} on a given instance of the component. */
  public CompletableFuture<Object> asyncOn(Callee given, Object... arguments) {
    return async(given.enter(), arguments, () -> callOn(given, arguments));
  }

  /** Does the same as {@link #async}, as a method, on the instance of its handle, which is the first argument. */
  public CompletableFuture<Object> asyncMethod(Handle handle, Object... arguments) {
    return asyncOn(instanceOf(handle), arguments);
  }

  private CompletableFuture<Object> async(
      Callee called, Object[] arguments, Supplier<Object> call) {
    try {
      ComponentFunction f = in(called);
      requireCount(f, arguments);
      Optional<CompletableFuture<Object>> begun = f.begin(arguments);
      if (begun.isPresent()) {
        return CallFutures.following(begun.get(), value -> result(f, value, tagged));
      }
    } finally {
      called.leave();
    }
    return CallFutures.onThread(call);
  }

  // On a given instance

  public Object invokeOn(Callee given) {
    return callOn(given, NO_ARGUMENTS);
  }

  public Object invokeOn(Callee given, Object a) {
    return entered(given.enter(), a);
  }

  public Object invokeOn(Callee given, Object a, Object b) {
    return entered(given.enter(), a, b);
  }

  public Object invokeOn(Callee given, Object a, Object b, Object c) {
    return entered(given.enter(), a, b, c);
  }

  public Object invokeOn(Callee given, Object a, Object b, Object c, Object d) {
    return callOn(given, new Object[] {a, b, c, d});
  }

  public Object invokeOn(Callee given, Object a, Object b, Object c, Object d, Object e) {
    return callOn(given, new Object[] {a, b, c, d, e});
  }

  /** Calls it on a given instance of the component. */
  public Object callOn(Callee given, Object[] arguments) {
    return entered(given.enter(), arguments, tagged);
  }

  /** Calls it, as a method, on the instance of its handle, which is the first argument. */
  public Object callMethod(Handle handle, Object[] arguments) {
    return callOn(instanceOf(handle), arguments);
  }

  private Callee instanceOf(Handle handle) {
    if (handle instanceof GuestHandle guest) {
      guest.checkUsable();
      return ((HeldHandles) guest.owner()).instance();
    }
    throw RadicchioException.of(
        ErrorKind.ARGUMENT,
        ForeignText.escaped(id)
            + " is a method of the guest, but this handle is of the host: "
            + handle);
  }

  // Inside an entrance of an instance, which each of these methods leaves. Scalars need no array of
  // objects.

  private Object entered(Callee called, Object a) {
    try {
      ComponentFunction f = in(called);
      return f.takesScalars(1)
          ? result(f, f.callScalar(f.readScalar(0, a), 0, 0, 0), tagged)
          : run(f, new Object[] {a}, tagged);
    } finally {
      called.leave();
    }
  }

  private Object entered(Callee called, Object a, Object b) {
    try {
      ComponentFunction f = in(called);
      return f.takesScalars(2)
          ? result(f, f.callScalar(f.readScalar(0, a), f.readScalar(1, b), 0, 0), tagged)
          : run(f, new Object[] {a, b}, tagged);
    } finally {
      called.leave();
    }
  }

  private Object entered(Callee called, Object a, Object b, Object c) {
    try {
      ComponentFunction f = in(called);
      return f.takesScalars(3)
          ? result(
              f,
              f.callScalar(f.readScalar(0, a), f.readScalar(1, b), f.readScalar(2, c), 0),
              tagged)
          : run(f, new Object[] {a, b, c}, tagged);
    } finally {
      called.leave();
    }
  }

  private long primitive(Callee called, int count, long a, long b, long c, long d) {
    try {
      ComponentFunction f = in(called);
      return f.takesPrimitives(count)
          ? f.callPrimitive(a, b, c, d)
          : bits(run(f, boxed(f, new long[] {a, b, c, d}, count), tagged));
    } finally {
      called.leave();
    }
  }

  private static Object[] boxed(ComponentFunction f, long[] given, int count) {
    List<ValType.Field> params = f.plans().type().params();
    Object[] arguments = new Object[count];
    for (int i = 0; i < count; i++) {
      boolean isDouble = i < params.size() && CanonicalFunction.isDouble(params.get(i).type());
      arguments[i] = isDouble ? (Object) Double.longBitsToDouble(given[i]) : (Object) given[i];
    }
    return arguments;
  }

  private static long bits(Object result) {
    return result instanceof Double d ? bits((double) d) : ((Number) result).longValue();
  }

  private Object entered(Callee called, Object[] arguments, boolean asTagged) {
    try {
      return run(in(called), arguments, asTagged);
    } finally {
      called.leave();
    }
  }

  private Object run(ComponentFunction function, Object[] arguments, boolean asTagged) {
    requireCount(function, arguments);
    return result(function, function.call(arguments), asTagged);
  }

  private void requireCount(ComponentFunction function, Object[] arguments) {
    List<ValType.Field> params = function.plans().type().params();
    if (arguments.length != params.size()) {
      throw wrongCount(params, arguments.length);
    }
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

  // Its instance

  private ComponentFunction in(Callee called) {
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
          ForeignText.escaped(id)
              + " expects an instance of its component, got one of another component");
    }
    return of.functionExports()
        .index(id)
        .orElseThrow(
            () ->
                RadicchioException.of(
                    ErrorKind.UNLINKABLE,
                    "missing export: the component does not export "
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
