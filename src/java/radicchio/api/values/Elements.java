package radicchio.api.values;

/**
 * The elements of a stream, each of which is delivered once. Closed by its owner.
 *
 * @param <T> an element
 */
public interface Elements<T> extends Iterable<T>, AutoCloseable {
  @Override
  void close();
}
