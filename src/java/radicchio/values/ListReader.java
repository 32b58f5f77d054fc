package radicchio.values;

import java.util.Arrays;
import radicchio.abi.CanonicalFunction;
import radicchio.abi.Reader;
import radicchio.abi.Reading;
import radicchio.component.ValType;

/** Lists of what is no scalar. */
record ListReader(Reader element, Length length) implements Reader {

  static Reader of(ValType element, Reader reader) {
    return new ListReader(reader, Length.upTo(CanonicalFunction.maxListLength(element)));
  }

  static Reader of(Reader reader, int length) {
    return new ListReader(reader, Length.exactly(length));
  }

  @Override
  public Object read(Object value, Reading reading) {
    if (!Elements.areIn(value)) {
      throw Expected.but("a list (a vector, a seq or a java.util.List)", value);
    }
    int known = Elements.knownCount(value);
    if (known >= 0) {
      length.check(known);
    }
    Object[] staged = new Object[known >= 0 ? known : length.guess()];
    Elements elements = Elements.of(value);
    while (elements.hasNext()) {
      int index = elements.index();
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
