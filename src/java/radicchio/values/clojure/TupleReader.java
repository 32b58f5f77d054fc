package radicchio.values.clojure;

import radicchio.abi.value.Reading;
import radicchio.abi.value.ValueReader;

/** Reads tuples: a vector or list with exactly that many elements. */
record TupleReader(ValueReader[] parts) implements ValueReader {

  @Override
  public Object read(Object value, Reading reading) {
    if (!Elements.areIn(value)) {
      throw Expected.but("a vector of " + parts.length + " elements", value);
    }
    Length length = Length.exactly(parts.length);
    int known = Elements.knownCount(value);
    if (known >= 0) {
      length.check(known);
    }
    Object[] staged = new Object[parts.length];
    Elements elements = Elements.of(value);
    while (elements.hasNext()) {
      length.checkIndex(elements.index());
      staged[elements.index()] = elements.read(parts[elements.index()], reading);
    }
    length.check(elements.index());
    return staged;
  }
}
