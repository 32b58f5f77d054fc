package radicchio.runtime.call;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import radicchio.abi.CanonicalFunction;
import radicchio.abi.PlainValues;
import radicchio.abi.value.Maker;
import radicchio.abi.value.Values;
import radicchio.component.FuncType;
import radicchio.component.ValType.ResultType;

/**
 * The plans of one function type, each made on first use: for the host, and for another component. Any thread may use them.
 */
public final class Plans {
  private final Supplier<FuncType> resolve;
  private final Values values;
  private volatile FuncType type;
  private volatile CanonicalFunction host;
  private volatile CanonicalFunction tagged;
  private volatile CanonicalFunction plain;

  /** The plans for functions of the host with other values. */
  private final Map<Values, Plans> others = new ConcurrentHashMap<>();

  /**
   * @param resolve the type; called once or, by several threads at the same time, more often
   * @param values the conversion between its values and the host's
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

  /** Returns the plans of the same type for other values of the host. */
  Plans facing(Values wanted) {
    return wanted == values
        ? this
        : others.computeIfAbsent(wanted, other -> new Plans(this::type, other));
  }

  /** Returns the plan for host values, with the function's own {@code result} as an {@link Outcome}. */
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

  /** Returns the plan for host values, with the function's own {@code result} as a tagged value. */
  CanonicalFunction tagged() {
    CanonicalFunction plan = tagged;
    if (plan == null) {
      plan = CanonicalFunction.of(type(), values);
      tagged = plan;
    }
    return plan;
  }

  /** Returns the plan for staged values. */
  public CanonicalFunction plain() {
    CanonicalFunction plan = plain;
    if (plan == null) {
      plan = CanonicalFunction.of(type(), PlainValues.INSTANCE);
      plain = plan;
    }
    return plan;
  }

  /** Returns the type of its result if that is a {@code result}. */
  Optional<ResultType> result() {
    return type().result().filter(ResultType.class::isInstance).map(ResultType.class::cast);
  }

  /** Returns the tagged host value of an outcome: {@code [:ok v]}. */
  public Object tagged(Outcome outcome) {
    Maker.OfCase maker = (Maker.OfCase) values.maker(result().orElseThrow());
    return maker.make(outcome.ok() ? 0 : 1, outcome.payload());
  }
}
