package radicchio.values.core;

import clojure.lang.ArraySeq;
import clojure.lang.ISeq;
import clojure.lang.PersistentVector;
import clojure.lang.RT;
import clojure.lang.RestFn;
import java.util.Arrays;
import radicchio.abi.value.Refusal;
import radicchio.core.ModuleInstance;
import radicchio.engine.CoreStore;
import radicchio.engine.Func;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/**
 * A function of a core module's instance as an ordinary Clojure function. Any thread may call it; calls into one store
 * run one after the other. A wrong number of arguments throws {@code ARGUMENT}, as for a component's function; so does a value
 * that does not fit its type, with the position of the parameter.
 */
public final class CoreFunction extends RestFn {
  private static final long serialVersionUID = 1L;

  /** The most arguments that are counted for a message, as in Clojure, because their sequence may be infinite. */
  private static final int COUNTED = 20;

  private final transient ModuleInstance instance;
  private final transient Func func;
  private final String name;
  private final transient CoreValue[] params;
  private final transient CoreValue[] results;
  private final boolean references;

  CoreFunction(
      ModuleInstance instance, Func func, String name, CoreValue[] params, CoreValue[] results) {
    this.instance = instance;
    this.func = func;
    this.name = name;
    this.params = params;
    this.results = results;
    this.references = Arrays.stream(params).anyMatch(CoreValue::isReference);
  }

  /** Returns the function that it calls. */
  public Func func() {
    return func;
  }

  /** Returns the instance whose lock a call takes. */
  public ModuleInstance instance() {
    return instance;
  }

  /** Tests whether it belongs to a store, so that it can be imported there unchanged. */
  public boolean isOf(CoreStore store) {
    return instance.store() == store;
  }

  @Override
  public int getRequiredArity() {
    return 0;
  }

  @Override
  public Object throwArity(int given) {
    throw RadicchioException.of(
        ErrorKind.ARGUMENT,
        ForeignText.escaped(name) + " takes " + params.length + ", got " + given);
  }

  @Override
  public Object invoke() {
    return params.length == 0 ? call(new long[0]) : throwArity(0);
  }

  @Override
  public Object invoke(Object a) {
    if (references) {
      return apply(ArraySeq.create(a));
    }
    return params.length == 1 ? call(new long[] {read(0, a)}) : throwArity(1);
  }

  @Override
  public Object invoke(Object a, Object b) {
    if (references) {
      return apply(ArraySeq.create(a, b));
    }
    return params.length == 2 ? call(new long[] {read(0, a), read(1, b)}) : throwArity(2);
  }

  @Override
  public Object invoke(Object a, Object b, Object c) {
    if (references) {
      return apply(ArraySeq.create(a, b, c));
    }
    return params.length == 3
        ? call(new long[] {read(0, a), read(1, b), read(2, c)})
        : throwArity(3);
  }

  @Override
  public Object invoke(Object a, Object b, Object c, Object d) {
    if (references) {
      return apply(ArraySeq.create(a, b, c, d));
    }
    return params.length == 4
        ? call(new long[] {read(0, a), read(1, b), read(2, c), read(3, d)})
        : throwArity(4);
  }

  @Override
  protected Object doInvoke(Object rest) {
    return apply(rest);
  }

  @Override
  public Object applyTo(ISeq arguments) {
    return apply(arguments);
  }

  private Object apply(Object arguments) {
    int given = RT.boundedLength((ISeq) arguments, Math.max(params.length, COUNTED));
    if (given != params.length) {
      return throwArity(given);
    }
    return references ? callWithReferences(RT.seq(arguments)) : call(read(RT.seq(arguments)));
  }

  /** Runs inside one entrance, because a reference from another one may be invalid. */
  private Object callWithReferences(ISeq arguments) {
    instance.enter();
    try {
      return call(read(arguments));
    } finally {
      instance.leave();
    }
  }

  private long[] read(ISeq arguments) {
    long[] slots = new long[params.length];
    ISeq rest = arguments;
    for (int i = 0; i < slots.length; i++) {
      slots[i] = read(i, rest.first());
      rest = rest.next();
    }
    return slots;
  }

  private long read(int parameter, Object value) {
    try {
      return params[parameter].read(value);
    } catch (Refusal refusal) {
      String place =
          ForeignText.escaped(name) + ", parameter " + (parameter + 1) + " of " + params.length;
      throw RadicchioException.of(ErrorKind.ARGUMENT, place + ": " + refusal.getMessage())
          .with("parameter", (long) parameter);
    }
  }

  private Object call(long[] slots) {
    instance.enter();
    try {
      return result(func.call(slots));
    } catch (Throwable t) {
      instance.failed(t);
      throw t;
    } finally {
      instance.leave();
    }
  }

  private Object result(long[] slots) {
    if (results.length == 1) {
      return results[0].make(slots[0]);
    }
    if (results.length == 0) {
      return null;
    }
    Object[] values = new Object[results.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = results[i].make(slots[i]);
    }
    return PersistentVector.adopt(values);
  }

  @Override
  public String toString() {
    return "#<wasm function " + ForeignText.escaped(name) + ">";
  }
}
