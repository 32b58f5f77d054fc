package radicchio.values.clojure;

import clojure.lang.IPersistentVector;
import clojure.lang.Keyword;
import radicchio.abi.value.Maker;
import radicchio.abi.value.Refusal;
import radicchio.abi.value.StagedCase;
import radicchio.abi.value.ValueReader;
import radicchio.component.ValType.OptionType;

/**
 * Reads options: the value or nil. If the value may itself be nil, as in an option in an option, each outer level is
 * {@code [:some value]} or nil.
 */
final class OptionReader {
  private static final StagedCase NONE = new StagedCase(0, null);
  private static final Keyword SOME = Keyword.intern(null, "some");

  private OptionReader() {}

  /** Tests whether the form with {@code some} is used. */
  private static boolean isWrapped(OptionType type) {
    return type.element() instanceof OptionType;
  }

  static ValueReader reader(OptionType type, ValueReader element) {
    if (!isWrapped(type)) {
      return (value, reading) ->
          value == null ? NONE : new StagedCase(1, element.read(value, reading));
    }
    return (value, reading) -> {
      if (value == null) {
        return NONE;
      }
      if (value instanceof IPersistentVector vector
          && vector.count() == 2
          && vector.nth(0) == SOME) {
        try {
          return new StagedCase(1, element.read(vector.nth(1), reading));
        } catch (Refusal refusal) {
          throw refusal.within(".some");
        }
      }
      throw Expected.but("nil or [:some value] (an option in an option)", value);
    };
  }

  static Maker.OfCase maker(OptionType type) {
    return isWrapped(type) ? new WrappedMaker() : new PlainMaker();
  }

  private record WrappedMaker() implements Maker.OfCase {
    @Override
    public Object make(int index, Object payload) {
      return index == 0 ? null : Vectors.pair(SOME, payload);
    }

    @Override
    public long heap(int index) {
      return index == 0 ? 0 : Vectors.pairHeap();
    }
  }

  private record PlainMaker() implements Maker.OfCase {
    @Override
    public Object make(int index, Object payload) {
      return payload;
    }

    @Override
    public long heap(int index) {
      return 0;
    }
  }
}
