package radicchio.abi.value;

import radicchio.component.ValType;

/**
 * The conversion between a host's values and staged values. For each type, a plan asks once for the reader, which converts
 * host values to staged ones, and the maker, which converts lifted parts to host values. Implementations are stateless.
 * Any thread may use their readers and makers.
 */
public interface Values {

  /** Returns the reader of a type; a {@link ValueReader.OfScalar} for every scalar type. */
  ValueReader reader(ValType type);

  /** Returns the maker of a type, of the kind that {@link Maker} lists for it. */
  Maker maker(ValType type);
}
