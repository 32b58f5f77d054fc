package radicchio.validate;

import java.util.ArrayList;
import java.util.List;
import radicchio.validate.core.Invalid;

/** An index space: elements are appended and never change. */
final class Space<T> {
  private final String noun;
  private final List<T> elements = new ArrayList<>();

  Space(String noun) {
    this.noun = noun;
  }

  /** Appends an element. Returns its index. */
  int add(T element) {
    elements.add(element);
    return elements.size() - 1;
  }

  int size() {
    return elements.size();
  }

  /** Returns the element with an unsigned index. */
  T get(int index) {
    if (Integer.compareUnsigned(index, elements.size()) >= 0) {
      throw new Invalid(
          "unknown "
              + noun
              + " "
              + Integer.toUnsignedString(index)
              + ": there are "
              + elements.size()
              + " before this");
    }
    return elements.get(index);
  }
}
