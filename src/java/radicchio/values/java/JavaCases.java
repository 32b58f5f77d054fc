package radicchio.values.java;

import java.util.List;
import java.util.Optional;
import radicchio.abi.value.Maker;
import radicchio.abi.value.Reading;
import radicchio.abi.value.StagedCase;
import radicchio.abi.value.ValueReader;
import radicchio.api.values.Result;
import radicchio.api.values.Variant;
import radicchio.component.ValType.VariantType;
import radicchio.error.ForeignText;

/** Options, results and variants. */
final class JavaCases {
  static final Maker.OfCase OPTION_MAKER =
      (index, payload) -> index == 0 ? Optional.empty() : Optional.of(payload);

  static final Maker.OfCase RESULT_MAKER =
      (index, payload) -> index == 0 ? Result.ok(payload) : Result.err(payload);

  private JavaCases() {}

  static Maker.OfCase variantMaker(VariantType type) {
    return (index, payload) -> new Variant(type.cases().get(index).name(), payload);
  }

  static ValueReader option(ValueReader some) {
    return (value, reading) -> {
      if (!(value instanceof Optional<?> optional)) {
        throw Unfit.but("an Optional", value);
      }
      return optional.isEmpty()
          ? new StagedCase(0, null)
          : new StagedCase(1, some.read(optional.get(), reading));
    };
  }

  static ValueReader result(Optional<ValueReader> ok, Optional<ValueReader> err) {
    return (value, reading) -> {
      if (value instanceof Result.Ok<?, ?> success) {
        return new StagedCase(0, payload("ok", ok, success.value(), reading));
      }
      if (value instanceof Result.Err<?, ?> failure) {
        return new StagedCase(1, payload("err", err, failure.error(), reading));
      }
      throw Unfit.but("a radicchio.api.values.Result", value);
    };
  }

  static ValueReader variant(JavaLabels labels, List<Optional<ValueReader>> payloads) {
    return (value, reading) -> {
      if (!(value instanceof Variant variant)) {
        throw Unfit.but("a radicchio.api.values.Variant of " + labels.listed(), value);
      }
      int index = labels.index(variant.name());
      return new StagedCase(
          index, payload(variant.name(), payloads.get(index), variant.value(), reading));
    };
  }

  private static Object payload(
      String name, Optional<ValueReader> reader, Object value, Reading reading) {
    if (reader.isEmpty()) {
      if (value != null) {
        throw Unfit.but("no payload (null) of the case " + ForeignText.quoted(name), value);
      }
      return null;
    }
    return JavaParts.within("." + name, reader.get(), value, reading);
  }
}
