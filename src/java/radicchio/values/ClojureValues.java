package radicchio.values;

import radicchio.abi.Maker;
import radicchio.abi.Reader;
import radicchio.abi.Values;
import radicchio.component.ValType;

/** Values as a Clojure program knows them. */
public final class ClojureValues implements Values {
  public static final ClojureValues INSTANCE = new ClojureValues();

  private ClojureValues() {}

  @Override
  public Reader reader(ValType type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Maker maker(ValType type) {
    throw new UnsupportedOperationException();
  }
}
