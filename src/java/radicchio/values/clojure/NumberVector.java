package radicchio.values.clojure;

import clojure.lang.APersistentVector;
import clojure.lang.IDeref;
import clojure.lang.IEditableCollection;
import clojure.lang.IFn;
import clojure.lang.IKVReduce;
import clojure.lang.IObj;
import clojure.lang.IPersistentCollection;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentVector;
import clojure.lang.IReduce;
import clojure.lang.ISeq;
import clojure.lang.ITransientCollection;
import clojure.lang.PersistentVector;
import clojure.lang.RT;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A persistent vector over one primitive array. A list of numbers lifts to it. {@code conj}, {@code assoc}, {@code pop} and
 * {@code transient} copy it into an ordinary vector, and it is serialised as an ordinary vector. Any thread may use it.
 */
public final class NumberVector extends APersistentVector
    implements IObj, IEditableCollection, IReduce, IKVReduce {
  private static final long serialVersionUID = 1L;

  private final transient Numbers numbers;
  private final transient IPersistentMap meta;

  private NumberVector(Numbers numbers, IPersistentMap meta) {
    this.numbers = numbers;
    this.meta = meta;
  }

  static NumberVector of(Numbers numbers) {
    return new NumberVector(numbers, null);
  }

  /** Returns the array without a copy. A write to it changes the vector. It holds the bits of unsigned numbers. */
  public Object array() {
    return numbers.array();
  }

  /** Tests whether the numbers are unsigned. */
  boolean unsigned() {
    return numbers.unsigned();
  }

  @Override
  public int count() {
    return numbers.count();
  }

  @Override
  public Object nth(int index) {
    if (index < 0 || index >= numbers.count()) {
      throw new IndexOutOfBoundsException();
    }
    return numbers.get(index);
  }

  @Override
  public IPersistentMap meta() {
    return meta;
  }

  @Override
  public NumberVector withMeta(IPersistentMap other) {
    return other == meta ? this : new NumberVector(numbers, other);
  }

  @Override
  public ISeq seq() {
    return NumberSeq.from(numbers, 0);
  }

  @Override
  public Iterator<Object> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < numbers.count();
      }

      @Override
      public Object next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return numbers.get(next++);
      }
    };
  }

  // An ordinary vector

  private PersistentVector ordinary() {
    ITransientCollection made = PersistentVector.EMPTY.asTransient();
    for (int i = 0; i < numbers.count(); i++) {
      made = made.conj(numbers.get(i));
    }
    return ((PersistentVector) made.persistent()).withMeta(meta);
  }

  @Override
  public IPersistentVector cons(Object element) {
    return ordinary().cons(element);
  }

  @Override
  public IPersistentVector assocN(int index, Object element) {
    return ordinary().assocN(index, element);
  }

  @Override
  public PersistentVector pop() {
    return ordinary().pop();
  }

  @Override
  public ITransientCollection asTransient() {
    return ordinary().asTransient();
  }

  @Override
  public IPersistentCollection empty() {
    return PersistentVector.EMPTY.withMeta(meta);
  }

  private Object writeReplace() {
    return ordinary();
  }

  // Reducing

  @Override
  public Object reduce(IFn f) {
    return numbers.count() == 0 ? f.invoke() : reduce(f, numbers.get(0), 1);
  }

  @Override
  public Object reduce(IFn f, Object start) {
    return reduce(f, start, 0);
  }

  private Object reduce(IFn f, Object start, int from) {
    Object result = start;
    for (int i = from; i < numbers.count(); i++) {
      result = f.invoke(result, numbers.get(i));
      if (RT.isReduced(result)) {
        return ((IDeref) result).deref();
      }
    }
    return result;
  }

  @Override
  public Object kvreduce(IFn f, Object start) {
    Object result = start;
    for (int i = 0; i < numbers.count(); i++) {
      result = f.invoke(result, i, numbers.get(i));
      if (RT.isReduced(result)) {
        return ((IDeref) result).deref();
      }
    }
    return result;
  }
}
