package radicchio.values.clojure;

import java.util.Arrays;
import radicchio.abi.CanonicalFunction;
import radicchio.abi.value.Reading;
import radicchio.abi.value.ValueReader;
import radicchio.component.ValType;

/** Reads lists whose elements are not scalars. */
record ListReader(ValueReader element, Length length, long heap) implements ValueReader {

  static ValueReader of(ValType element, ValueReader reader) {
    return of(element, reader, Length.upTo(CanonicalFunction.maxListLength(element)));
  }

  static ValueReader of(ValType element, ValueReader reader, int length) {
    return of(element, reader, Length.exactly(length));
  }

  private static ValueReader of(ValType element, ValueReader reader, Length length) {
    return new ListReader(reader, length, CanonicalFunction.heapOfElement(element));
  }

  @Override
  public Object read(Object value, Reading reading) {
    if (!Elements.areIn(value)) {
      throw Expected.but("a list (a vector, a seq or a java.util.List)", value);
    }
    int known = Elements.knownCount(value);
    if (known >= 0) {
      length.check(known);
      reading.charge(known * heap);
      return elements(value, known, reading);
    }
    reading.beginUncounted();
    Object[] staged = elements(value, known, reading);
    reading.endUncounted();
    return staged;
  }

  private Object[] elements(Object value, int known, Reading reading) {
    Object[] staged = new Object[known >= 0 ? known : length.guess()];
    Elements elements = Elements.of(value);
    while (elements.hasNext()) {
      int index = elements.index();
      if (known < 0) {
        reading.charge(heap);
      }
      if (index == staged.length) {
        length.checkIndex(index);
        staged = Arrays.copyOf(staged, length.grow(index));
      }
      staged[index] = elements.read(element, reading);
    }
    length.check(elements.index());
    return elements.index() == staged.length ? staged : Arrays.copyOf(staged, elements.index());
  }
}
