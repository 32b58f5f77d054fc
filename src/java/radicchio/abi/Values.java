package radicchio.abi;

import radicchio.component.ValType;

/**
 * What values are to a host: for each type, asked once when a plan is made, the reader that turns host values
 * into staged ones and the maker that turns lifted parts into host values. Implementations are stateless;
 * what they give is used by any thread.
 */
public interface Values {

  /** Staged values as they are, unchecked: between components. */
  Values PLAIN = new PlainValues();

  /** The reader of a type; a {@link ValueReader.OfScalar} for every scalar type. */
  ValueReader reader(ValType type);

  /** The maker of a type, of the kind that {@link Maker} lists for it. */
  Maker maker(ValType type);
}
