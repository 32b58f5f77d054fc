package radicchio.runtime;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.runtime.resource.GuestHandle;
import radicchio.runtime.resource.Handle;

/**
 * A function of a component's exports before any instance: calls it on a namespace's own instance, or on a
 * given one. Any thread may use it. What it throws is that of {@link ExportedFunction}.
 */
public final class Export {
  private static final Object[] NO_ARGUMENTS = {};

  /** Where the function stands among the functions of a component. */
  private record Place(CompiledComponent component, int index) {}

  private final String id;
  private final String name;
  private final List<String> parameters;
  private final Supplier<CompiledComponent> component;
  private final OwnInstance own;
  private final boolean tagged;
  private volatile Place place;

  /** The index of each place so far, for callers that alternate between instances of several backends. */
  private final Map<CompiledComponent, Integer> indices =
      Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * @param id {@code "local:img/resize@1.0.0#resize-image"}
   * @param name what its caller calls it, for messages: {@code "resize-image"}
   * @param parameters their names, for messages; a method's handle among them
   * @param component loads the component when it is needed first
   * @param own the instance of calls that name none
   * @param tagged whether a {@code result} is returned as a value, not by returning or throwing
   */
  public Export(
      String id,
      String name,
      List<String> parameters,
      Supplier<CompiledComponent> component,
      OwnInstance own,
      boolean tagged) {
    this.id = id;
    this.name = name;
    this.parameters = List.copyOf(parameters);
    this.component = component;
    this.own = own;
    this.tagged = tagged;
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  public List<String> parameters() {
    return parameters;
  }

  // On the namespace's own instance

  public Object call() {
    return apply(NO_ARGUMENTS);
  }

  public Object call(Object a) {
    return entered(own.enter(), a);
  }

  public Object call(Object a, Object b) {
    return entered(own.enter(), a, b);
  }

  public Object call(Object a, Object b, Object c) {
    return entered(own.enter(), a, b, c);
  }

  public Object call(Object a, Object b, Object c, Object d) {
    return apply(new Object[] {a, b, c, d});
  }

  public Object call(Object a, Object b, Object c, Object d, Object e) {
    return apply(new Object[] {a, b, c, d, e});
  }

  /** Calls it on the namespace's own instance. */
  public Object apply(Object[] arguments) {
    return entered(own.enter(), arguments);
  }

  // On a given instance

  public Object callOn(Instance instance) {
    return applyOn(instance, NO_ARGUMENTS);
  }

  public Object callOn(Instance instance, Object a) {
    instance.enter();
    return entered(instance, a);
  }

  public Object callOn(Instance instance, Object a, Object b) {
    instance.enter();
    return entered(instance, a, b);
  }

  public Object callOn(Instance instance, Object a, Object b, Object c) {
    instance.enter();
    return entered(instance, a, b, c);
  }

  public Object callOn(Instance instance, Object a, Object b, Object c, Object d) {
    return applyOn(instance, new Object[] {a, b, c, d});
  }

  public Object callOn(Instance instance, Object a, Object b, Object c, Object d, Object e) {
    return applyOn(instance, new Object[] {a, b, c, d, e});
  }

  /** Calls it on an instance of the component. */
  public Object applyOn(Instance instance, Object[] arguments) {
    instance.enter();
    return entered(instance, arguments);
  }

  /** Calls it, a method, on the instance of its handle, which is the first argument. */
  public Object applyMethod(Handle handle, Object[] arguments) {
    if (handle instanceof GuestHandle guest) {
      guest.checkUsable();
      return applyOn(((HeldHandles) guest.owner()).instance(), arguments);
    }
    throw RadicchioException.of(
        ErrorKind.ARGUMENT,
        ForeignText.escaped(id)
            + " is a method of the guest, and this handle is of the host: "
            + handle);
  }

  // Within an entrance of the instance, which each of these leaves

  private Object entered(Instance instance, Object a) {
    try {
      ExportedFunction function = in(instance);
      return result(function, function.entered(a));
    } finally {
      instance.leave();
    }
  }

  private Object entered(Instance instance, Object a, Object b) {
    try {
      ExportedFunction function = in(instance);
      return result(function, function.entered(a, b));
    } finally {
      instance.leave();
    }
  }

  private Object entered(Instance instance, Object a, Object b, Object c) {
    try {
      ExportedFunction function = in(instance);
      return result(function, function.entered(a, b, c));
    } finally {
      instance.leave();
    }
  }

  private Object entered(Instance instance, Object[] arguments) {
    try {
      ExportedFunction function = in(instance);
      return result(function, function.entered(arguments));
    } finally {
      instance.leave();
    }
  }

  private Object result(ExportedFunction function, Object value) {
    return tagged ? function.tagged(value) : function.payload(value);
  }

  private ExportedFunction in(Instance instance) {
    Place known = place;
    if (known == null || known.component() != instance.component()) {
      known = new Place(instance.component(), index(instance));
      place = known;
    }
    return instance.functions().get(known.index());
  }

  private int index(Instance instance) {
    Integer known = indices.get(instance.component());
    if (known == null) {
      known = find(instance);
      indices.put(instance.component(), known);
    }
    return known;
  }

  private int find(Instance instance) {
    CompiledComponent expected = component.get();
    if (!expected.isSameAs(instance.component())) {
      throw RadicchioException.of(
          ErrorKind.ARGUMENT,
          ForeignText.escaped(id) + " was called on an instance of another component");
    }
    List<ExportedFunction> functions = instance.functions();
    for (int index = 0; index < functions.size(); index++) {
      if (functions.get(index).id().equals(id)) {
        return index;
      }
    }
    throw RadicchioException.of(
        ErrorKind.UNLINKABLE,
        "the component does not export "
            + ForeignText.escaped(id)
            + "; it exports "
            + ForeignText.listed(functions, f -> ForeignText.escaped(f.id())));
  }
}
