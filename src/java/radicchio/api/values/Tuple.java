package radicchio.api.values;

import java.util.Arrays;
import java.util.List;

/** A {@code tuple} of WIT in generated code. Longer tuples, and those of {@code Instance.call}, are lists. */
public sealed interface Tuple {

  /** Returns its elements, in order. */
  List<Object> toList();

  /** A tuple of one element. */
  record Of1<A>(A first) implements Tuple {
    @Override
    public List<Object> toList() {
      return Arrays.asList(first);
    }
  }

  /** A tuple of two elements. */
  record Of2<A, B>(A first, B second) implements Tuple {
    @Override
    public List<Object> toList() {
      return Arrays.asList(first, second);
    }
  }

  /** A tuple of three elements. */
  record Of3<A, B, C>(A first, B second, C third) implements Tuple {
    @Override
    public List<Object> toList() {
      return Arrays.asList(first, second, third);
    }
  }

  /** A tuple of four elements. */
  record Of4<A, B, C, D>(A first, B second, C third, D fourth) implements Tuple {
    @Override
    public List<Object> toList() {
      return Arrays.asList(first, second, third, fourth);
    }
  }
}
