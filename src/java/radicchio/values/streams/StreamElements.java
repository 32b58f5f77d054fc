package radicchio.values.streams;

import clojure.lang.IFn;
import clojure.lang.IReduceInit;
import clojure.lang.RT;
import clojure.lang.Reduced;
import java.util.Iterator;
import java.util.NoSuchElementException;
import radicchio.runtime.stream.host.HostStreamReader;

/**
 * The elements of a guest's stream, each of which is delivered once: reducible and iterable. Closed by its owner, which stops the
 * guest's writer. One thread at a time may use it. Elements cross in batches. A read runs guests until they have written, and waits
 * at most as long as a call may take.
 */
public final class StreamElements implements IReduceInit, Iterable<Object>, AutoCloseable {
  private static final int BATCH = 1024;

  private final HostStreamReader reader;
  private final int size;
  private final byte[] bytes;
  private final Object[] objects;
  private int from;
  private int to;

  StreamElements(HostStreamReader reader) {
    this.reader = reader;
    boolean scalar = reader.plan().isScalar();
    this.size = scalar ? reader.plan().size() : 1;
    this.bytes = new byte[scalar ? BATCH * size : 0];
    this.objects = new Object[scalar ? 0 : BATCH];
  }

  private boolean hasElement() {
    if (from == to) {
      from = 0;
      int count =
          bytes.length > 0
              ? reader.readNow(bytes, 0, bytes.length)
              : reader.readNow(objects, 0, objects.length);
      to = Math.max(0, count);
    }
    return from < to;
  }

  private Object take() {
    int at = from;
    from += size;
    if (bytes.length > 0) {
      return reader.plan().makeScalar(bytes, at);
    }
    Object element = objects[at];
    objects[at] = null;
    return element;
  }

  @Override
  public Object reduce(IFn f, Object start) {
    Object result = start;
    while (hasElement()) {
      result = f.invoke(result, take());
      if (RT.isReduced(result)) {
        return ((Reduced) result).deref();
      }
    }
    return result;
  }

  /** Returns an iterator over the elements that are left. */
  @Override
  public Iterator<Object> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return hasElement();
      }

      @Override
      public Object next() {
        if (!hasElement()) {
          throw new NoSuchElementException();
        }
        return take();
      }
    };
  }

  @Override
  public void close() {
    reader.close();
  }
}
