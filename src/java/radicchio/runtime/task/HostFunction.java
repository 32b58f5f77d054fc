package radicchio.runtime.task;

import java.util.Optional;
import java.util.function.Supplier;
import radicchio.abi.CanonicalFunction;
import radicchio.abi.Values;
import radicchio.error.ErrException;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.runtime.resource.Outside;

/** A function that the host gives to a component, or a place where one is missing or denied. */
public final class HostFunction implements ComponentFunction {
  private final String id;
  private final Plans plans;
  private final Optional<HostCallable> body;
  private final Values values;
  private final boolean tagged;
  private final Supplier<RuntimeException> refusal;

  private HostFunction(
      String id,
      Plans plans,
      Optional<HostCallable> body,
      Values values,
      boolean tagged,
      Supplier<RuntimeException> refusal) {
    this.id = id;
    this.plans = plans;
    this.body = body;
    this.values = values;
    this.tagged = tagged;
    this.refusal = refusal;
  }

  /**
   * @param id its name as messages say it: {@code "local:img/host@1.0.0#log"}
   * @param values what its arguments and its result are
   * @param tagged whether a {@code result} is a value that it returns, never a throw
   */
  public static HostFunction of(
      String id, Plans plans, HostCallable body, Values values, boolean tagged) {
    return new HostFunction(id, plans, Optional.of(body), values, tagged, () -> missing(id));
  }

  /** A function of a host written in Java. */
  public static HostFunction ofJava(String id, Plans plans, HostCallable body) {
    return of(id, plans, body, Values.PLAIN, true);
  }

  /** A function that fails as the supplier says, before its arguments are looked at. */
  public static HostFunction refusing(String id, Plans plans, Supplier<RuntimeException> refusal) {
    return new HostFunction(id, plans, Optional.empty(), Values.PLAIN, false, refusal);
  }

  /** What a call of a missing import throws where that was asked for. */
  public static RadicchioException missing(String id) {
    return RadicchioException.of(
            ErrorKind.TRAP,
            "the import " + ForeignText.escaped(id) + " was called, and nothing was given for it")
        .withKeyword("trap", "missing-import");
  }

  String id() {
    return id;
  }

  @Override
  public Plans plans() {
    return plans;
  }

  /** Whether calls fail before their arguments are looked at. */
  public boolean refuses() {
    return body.isEmpty();
  }

  RuntimeException refusal() {
    return refusal.get();
  }

  /** Whether it speaks staged values: its handles are objects, and what it throws of ours is a trap or the like. */
  boolean isJava() {
    return values == Values.PLAIN;
  }

  /** What a handle looks like to it. */
  Outside outside() {
    return isJava() ? Outside.JAVA : Outside.HOST;
  }

  /** Of the plans of its type, the one for the values that it speaks. */
  CanonicalFunction plan(Plans ofType) {
    if (isJava()) {
      return ofType.plain();
    }
    Plans facing = ofType.facing(values);
    return tagged ? facing.tagged() : facing.host();
  }

  /**
   * Calls it with lifted arguments.
   *
   * @param hasArms whether its type is a {@code result}
   * @return what the plan of the import reads: where it returns or throws an arm, an {@link Outcome}
   */
  Object call(Object[] arguments, boolean hasArms) {
    HostCallable callable = body.orElseThrow(refusal);
    if (tagged || !hasArms) {
      return withoutErr(callable, arguments);
    }
    try {
      return new Outcome(true, callable.call(arguments));
    } catch (ErrException err) {
      return new Outcome(false, err.payload());
    }
  }

  private Object withoutErr(HostCallable callable, Object[] arguments) {
    try {
      return callable.call(arguments);
    } catch (ErrException err) {
      throw RadicchioException.of(
          ErrorKind.ARGUMENT,
          ForeignText.escaped(id) + " threw an err, and its type has none to return",
          err);
    }
  }

  @Override
  public boolean takesScalars(int count) {
    return false;
  }

  @Override
  public long readScalar(int parameter, Object value) {
    throw notScalar();
  }

  @Override
  public Object callScalar(long[] slots) {
    throw notScalar();
  }

  private IllegalStateException notScalar() {
    return new IllegalStateException(id + " was called as a function of scalars, which it is not");
  }

  @Override
  public Object call(Object[] arguments) {
    if (isJava() && !refuses()) {
      throw RadicchioException.of(
          ErrorKind.ARGUMENT,
          ForeignText.escaped(id)
              + " is a function of the host that the component exports again, and only guests can call it");
    }
    return call(arguments, plans.result().isPresent());
  }
}
