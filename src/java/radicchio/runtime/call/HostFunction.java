package radicchio.runtime.call;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import radicchio.abi.CanonicalFunction;
import radicchio.abi.PlainValues;
import radicchio.abi.value.Values;
import radicchio.error.ErrException;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;
import radicchio.runtime.resource.Outside;

/** A function that the host supplies to a component, or one that fails because it is missing or denied. */
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
   * @param id its name in messages: {@code "local:img/host@1.0.0#log"}
   * @param values the conversion of its arguments and its result
   * @param tagged whether a {@code result} is a returned value, never an exception
   */
  public static HostFunction of(
      String id, Plans plans, HostCallable body, Values values, boolean tagged) {
    return new HostFunction(id, plans, Optional.of(body), values, tagged, () -> missing(id));
  }

  /** Makes a function of a host written in Java. */
  public static HostFunction ofJava(String id, Plans plans, HostCallable body) {
    return of(id, plans, body, PlainValues.INSTANCE, true);
  }

  /** Makes a function that fails with the supplier's exception, before its arguments are read. */
  public static HostFunction refusing(String id, Plans plans, Supplier<RuntimeException> refusal) {
    return new HostFunction(id, plans, Optional.empty(), PlainValues.INSTANCE, false, refusal);
  }

  /** Returns the exception of a call of a missing import. */
  public static RadicchioException missing(String id) {
    return RadicchioException.of(
            ErrorKind.TRAP,
            "the missing import " + ForeignText.escaped(id) + " was called; pass it in :imports")
        .withKeyword("trap", "missing-import");
  }

  String id() {
    return id;
  }

  @Override
  public Plans plans() {
    return plans;
  }

  /** Tests whether calls fail before their arguments are read. */
  public boolean refuses() {
    return body.isEmpty();
  }

  RuntimeException refusal() {
    return refusal.get();
  }

  /** Tests whether it uses staged values: then its handles are objects, and our exceptions that it throws are traps. */
  boolean isJava() {
    return values == PlainValues.INSTANCE;
  }

  /** Returns the form of handles on its side. */
  Outside outside() {
    return isJava() ? Outside.JAVA : Outside.HOST;
  }

  /** Returns the plan for the values that it uses, from the plans of its type. */
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
   * @return the value for the import's plan; an {@link Outcome} if it returns or throws an arm
   */
  Object call(Object[] arguments, boolean hasArms) {
    try {
      return arm(callBody(arguments), hasArms);
    } catch (ErrException err) {
      return arm(err, hasArms);
    }
  }

  /** Calls its body with lifted arguments, on any thread. */
  Object callBody(Object[] arguments) {
    return body.orElseThrow(refusal).call(arguments);
  }

  /** Returns the value for the import's plan of a value that its body returned. */
  Object arm(Object returned, boolean hasArms) {
    return tagged || !hasArms ? returned : new Outcome(true, returned);
  }

  /** Returns the value for the import's plan of an {@code err} that its body threw. */
  Object arm(ErrException err, boolean hasArms) {
    if (tagged || !hasArms) {
      throw RadicchioException.of(
          ErrorKind.ARGUMENT,
          ForeignText.escaped(id) + " threw an err, but its type has no err",
          err);
    }
    return new Outcome(false, err.payload());
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
  public Object callScalar(long a, long b, long c, long d) {
    throw notScalar();
  }

  @Override
  public boolean takesPrimitives(int count) {
    return false;
  }

  @Override
  public long callPrimitive(long a, long b, long c, long d) {
    throw notScalar();
  }

  @Override
  public Optional<CompletableFuture<Object>> begin(Object[] arguments) {
    return Optional.empty();
  }

  private IllegalStateException notScalar() {
    return new IllegalStateException(id + " was called with scalars, but does not take scalars");
  }

  @Override
  public Object call(Object[] arguments) {
    if (isJava() && !refuses()) {
      throw RadicchioException.of(
          ErrorKind.ARGUMENT,
          ForeignText.escaped(id)
              + " is a re-exported function of the host, which only guests can call");
    }
    return call(arguments, plans.result().isPresent());
  }
}
