package radicchio.runtime;

import java.util.Optional;
import java.util.function.Supplier;
import radicchio.abi.CanonicalFunction;
import radicchio.abi.Values;
import radicchio.error.ErrException;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/** A function that the host gives to a component, or a place where one is missing or denied. */
final class HostFunction implements ComponentFunction {
  private final String id;
  private final Plans plans;
  private final Optional<HostImports.Given> given;
  private final boolean tagged;
  private final Supplier<RuntimeException> refusal;

  private HostFunction(
      String id,
      Plans plans,
      Optional<HostImports.Given> given,
      boolean tagged,
      Supplier<RuntimeException> refusal) {
    this.id = id;
    this.plans = plans;
    this.given = given;
    this.tagged = tagged;
    this.refusal = refusal;
  }

  /**
   * @param id its name as messages say it: {@code "local:img/host@1.0.0#log"}
   * @param tagged whether a {@code result} is a value that it returns, never a throw
   */
  static HostFunction of(String id, Plans plans, HostImports.Given given, boolean tagged) {
    return new HostFunction(id, plans, Optional.of(given), tagged, () -> missing(id));
  }

  /** A function of a host written in Java. */
  static HostFunction ofJava(String id, Plans plans, HostCallable body) {
    return of(id, plans, new HostImports.Given(body, Values.PLAIN), true);
  }

  /** A function that fails as the supplier says, before its arguments are looked at. */
  static HostFunction refusing(String id, Plans plans, Supplier<RuntimeException> refusal) {
    return new HostFunction(id, plans, Optional.empty(), false, refusal);
  }

  /** What a call of a missing import throws where that was asked for. */
  static RadicchioException missing(String id) {
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
  boolean refuses() {
    return given.isEmpty();
  }

  /** Whether it speaks staged values: its handles are objects, and what it throws of ours is a trap or the like. */
  boolean isJava() {
    return given.filter(g -> g.values() == Values.PLAIN).isPresent();
  }

  /** Of the plans of its type, the one for the values that it speaks. */
  CanonicalFunction plan(Plans ofType) {
    if (isJava()) {
      return ofType.plain();
    }
    Plans facing = given.map(g -> ofType.facing(g.values())).orElse(ofType);
    return tagged ? facing.tagged() : facing.host();
  }

  RuntimeException refusal() {
    return refusal.get();
  }

  /**
   * Calls it with lifted arguments.
   *
   * @param hasArms whether its type is a {@code result}
   * @return what the plan of the import reads: where it returns or throws an arm, an {@link Outcome}
   */
  Object call(Object[] arguments, boolean hasArms) {
    HostCallable callable = given.orElseThrow(refusal).body();
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
  public Object callFromHost(Object[] arguments) {
    if (isJava()) {
      throw RadicchioException.of(
          ErrorKind.ARGUMENT,
          ForeignText.escaped(id)
              + " is a function of the host that the component exports again, and only guests can call it");
    }
    return call(arguments, plans.result().isPresent());
  }
}
