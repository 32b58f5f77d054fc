package radicchio.runtime.task;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import radicchio.abi.CanonicalFunction;
import radicchio.abi.Maker;
import radicchio.abi.Values;
import radicchio.component.FuncType;
import radicchio.component.ValType.ResultType;

/**
 * The plans of one function type, each made when it is asked for first: facing the host, and facing another
 * component. Used by any thread.
 */
public final class Plans {
  private final Supplier<FuncType> resolve;
  private final Values values;
  private volatile FuncType type;
  private volatile CanonicalFunction host;
  private volatile CanonicalFunction tagged;
  private volatile CanonicalFunction plain;

  /** Of functions of the host whose values are others. */
  private final Map<Values, Plans> others = new ConcurrentHashMap<>();

  /**
   * @param resolve the type, asked for once or, by several threads at the same time, more often
   * @param values what its values are to the host
   */
  public Plans(Supplier<FuncType> resolve, Values values) {
    this.resolve = resolve;
    this.values = values;
  }

  public FuncType type() {
    FuncType known = type;
    if (known == null) {
      known = resolve.get();
      type = known;
    }
    return known;
  }

  /** The plans of the same type for other values of the host. */
  Plans facing(Values wanted) {
    return wanted == values
        ? this
        : others.computeIfAbsent(wanted, other -> new Plans(this::type, other));
  }

  /** Values are the host's, the function's own {@code result} an {@link Outcome}. */
  CanonicalFunction host() {
    CanonicalFunction plan = host;
    if (plan == null) {
      plan =
          CanonicalFunction.of(
              type(), values, result().map(own -> Outcome.of(values, own)).orElse(values));
      host = plan;
    }
    return plan;
  }

  /** Values are the host's, the function's own {@code result} like any other. */
  CanonicalFunction tagged() {
    CanonicalFunction plan = tagged;
    if (plan == null) {
      plan = CanonicalFunction.of(type(), values);
      tagged = plan;
    }
    return plan;
  }

  /** Values are staged ones. */
  public CanonicalFunction plain() {
    CanonicalFunction plan = plain;
    if (plan == null) {
      plan = CanonicalFunction.of(type(), Values.PLAIN);
      plain = plan;
    }
    return plan;
  }

  /** The type of its result where that is a {@code result}. */
  Optional<ResultType> result() {
    return type().result().filter(ResultType.class::isInstance).map(ResultType.class::cast);
  }

  /** The host value of an outcome, as a {@code result} is one: {@code [:ok v]}. */
  public Object tagged(Outcome outcome) {
    Maker.OfCase maker = (Maker.OfCase) values.maker(result().orElseThrow());
    return maker.make(outcome.ok() ? 0 : 1, outcome.payload());
  }
}
