package radicchio.runtime;

import java.util.Optional;
import java.util.function.Supplier;
import radicchio.error.ErrException;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** A function that the host gives to a component, or a place where one is missing or denied. */
final class HostFunction implements ComponentFunction {
  private final String id;
  private final TypeEntity type;
  private final Optional<HostCallable> body;
  private final Supplier<RuntimeException> refusal;

  private HostFunction(
      String id, TypeEntity type, Optional<HostCallable> body, Supplier<RuntimeException> refusal) {
    this.id = id;
    this.type = type;
    this.body = body;
    this.refusal = refusal;
  }

  /** @param id its name as messages say it: {@code "local:img/host@1.0.0#log"} */
  static HostFunction of(String id, TypeEntity type, HostCallable body) {
    return new HostFunction(id, type, Optional.of(body), () -> missing(id));
  }

  /** A function that fails as the supplier says, before its arguments are looked at. */
  static HostFunction refusing(String id, TypeEntity type, Supplier<RuntimeException> refusal) {
    return new HostFunction(id, type, Optional.empty(), refusal);
  }

  /** What a call of a missing import throws where that was asked for. */
  static RadicchioException missing(String id) {
    return RadicchioException.of(
            ErrorKind.TRAP, "the import " + id + " was called, and nothing was given for it")
        .withKeyword("trap", "missing-import");
  }

  String id() {
    return id;
  }

  @Override
  public TypeEntity type() {
    return type;
  }

  /** Whether calls fail before their arguments are looked at. */
  boolean refuses() {
    return body.isEmpty();
  }

  RuntimeException refusal() {
    return refusal.get();
  }

  /**
   * Calls it with lifted arguments.
   *
   * @param outcome whether the type is a {@code result} that the function returns or throws an arm of
   * @return what the plan of the import reads, an {@link Outcome} in that case
   */
  Object call(Object[] arguments, boolean outcome) {
    HostCallable callable = body.orElseThrow(refusal);
    if (!outcome) {
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
          ErrorKind.ARGUMENT, id + " threw an err, and its type has none to return", err);
    }
  }

  @Override
  public Object callFromHost(Object[] arguments) {
    return call(arguments, false);
  }
}
