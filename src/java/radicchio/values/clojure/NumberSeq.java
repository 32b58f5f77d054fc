package radicchio.values.clojure;

import clojure.lang.ASeq;
import clojure.lang.ArrayChunk;
import clojure.lang.Counted;
import clojure.lang.IChunk;
import clojure.lang.IChunkedSeq;
import clojure.lang.IPersistentMap;
import clojure.lang.ISeq;
import clojure.lang.Obj;
import clojure.lang.PersistentList;
import clojure.lang.PersistentVector;

/** A seq of a {@link NumberVector} from an index, chunked like the seq of an ordinary vector. */
final class NumberSeq extends ASeq implements IChunkedSeq, Counted {
  private static final long serialVersionUID = 1L;
  private static final int CHUNK = 32;

  private final transient Numbers numbers;
  private final int from;

  private NumberSeq(IPersistentMap meta, Numbers numbers, int from) {
    super(meta);
    this.numbers = numbers;
    this.from = from;
  }

  /** Returns the seq from an index, or null if no element is left. */
  static ISeq from(Numbers numbers, int from) {
    return from < numbers.count() ? new NumberSeq(null, numbers, from) : null;
  }

  @Override
  public Object first() {
    return numbers.get(from);
  }

  @Override
  public ISeq next() {
    return from(numbers, from + 1);
  }

  @Override
  public int count() {
    return numbers.count() - from;
  }

  @Override
  public Obj withMeta(IPersistentMap meta) {
    return meta == meta() ? this : new NumberSeq(meta, numbers, from);
  }

  private int chunkEnd() {
    return Math.min(numbers.count(), (from / CHUNK + 1) * CHUNK);
  }

  @Override
  public IChunk chunkedFirst() {
    Object[] chunk = new Object[chunkEnd() - from];
    for (int i = 0; i < chunk.length; i++) {
      chunk[i] = numbers.get(from + i);
    }
    return new ArrayChunk(chunk);
  }

  @Override
  public ISeq chunkedNext() {
    return from(numbers, chunkEnd());
  }

  @Override
  public ISeq chunkedMore() {
    ISeq more = chunkedNext();
    return more == null ? PersistentList.EMPTY : more;
  }

  private Object writeReplace() {
    return PersistentVector.create((ISeq) this).seq();
  }
}
