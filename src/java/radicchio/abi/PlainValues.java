package radicchio.abi;

import radicchio.abi.layout.Scalar;
import radicchio.abi.value.Maker;
import radicchio.abi.value.StagedCase;
import radicchio.abi.value.ValueReader;
import radicchio.abi.value.Values;
import radicchio.component.ValType;

/** Staged values as host values, unchanged and unchecked, for calls between components. */
public enum PlainValues implements Values {
  INSTANCE;

  @Override
  public ValueReader reader(ValType type) {
    return Scalar.is(type)
        ? (ValueReader.OfScalar) value -> (Long) value
        : (value, reading) -> value;
  }

  @Override
  public Maker maker(ValType type) {
    if (Scalar.is(type)) {
      return (Maker.OfScalar) slot -> slot;
    }
    if (type == ValType.Prim.STRING) {
      return (Maker.OfString) (string, deadline) -> string;
    }
    if (Scalar.isImage(type)) {
      return (Maker.OfImage) (image, deadline) -> image;
    }
    if (type instanceof ValType.VariantType
        || type instanceof ValType.OptionType
        || type instanceof ValType.ResultType) {
      return (Maker.OfCase) StagedCase::new;
    }
    if (type instanceof ValType.OwnType || type instanceof ValType.BorrowType) {
      return Maker.OfHandle.INSTANCE;
    }
    if (type instanceof ValType.StreamType
        || type instanceof ValType.FutureType
        || type == ValType.Prim.ERROR_CONTEXT) {
      return (Maker.OfEnd) lifted -> lifted;
    }
    return (Maker.OfParts) (parts, deadline) -> parts;
  }
}
