package radicchio.runtime.call;

import java.util.Optional;
import radicchio.abi.value.Maker;
import radicchio.abi.value.StagedCase;
import radicchio.abi.value.ValueReader;
import radicchio.abi.value.Values;
import radicchio.component.ValType;
import radicchio.component.ValType.ResultType;

/**
 * The result of a function whose type is a {@code result}, before it becomes a value or an exception.
 *
 * @param ok whether it is the payload of {@code ok}
 * @param payload null if the arm has none
 */
public record Outcome(boolean ok, Object payload) {

  /** Returns values that pass a function's own result as an {@link Outcome}, and all other types as {@code values}. */
  static Values of(Values values, ResultType own) {
    return new Values() {
      @Override
      public ValueReader reader(ValType type) {
        return type == own ? outcomeReader(values, own) : values.reader(type);
      }

      @Override
      public Maker maker(ValType type) {
        return type == own
            ? (Maker.OfCase) (index, payload) -> new Outcome(index == 0, payload)
            : values.maker(type);
      }
    };
  }

  private static ValueReader outcomeReader(Values values, ResultType type) {
    Optional<ValueReader> ok = type.ok().map(values::reader);
    Optional<ValueReader> err = type.err().map(values::reader);
    return (value, reading) -> {
      Outcome outcome = (Outcome) value;
      Optional<ValueReader> payload = outcome.ok() ? ok : err;
      return new StagedCase(
          outcome.ok() ? 0 : 1,
          payload.isPresent() ? payload.get().read(outcome.payload(), reading) : null);
    };
  }
}
