package radicchio.api.values;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Converts the parts of values, for code that {@code wit gen --java} generates. Each method takes a value that an instance
 * returned, or one for it, and the conversions of its parts.
 */
public final class Conversions {
  private Conversions() {}

  /** Converts a list. */
  public static <T, U> List<U> list(Object list, Function<T, U> element) {
    Collection<T> from = cast(list);
    List<U> to = new ArrayList<>(from.size());
    from.forEach(each -> to.add(element.apply(each)));
    return Collections.unmodifiableList(to);
  }

  /** Converts a list for an instance. */
  public static <T> List<Object> values(Collection<T> list, Function<? super T, ?> element) {
    List<Object> to = new ArrayList<>(list.size());
    list.forEach(each -> to.add(element.apply(each)));
    return to;
  }

  /** Converts a tuple, which is a list. */
  public static <T> T tuple(Object list, Function<List<?>, T> tuple) {
    return tuple.apply((List<?>) list);
  }

  /** Converts a map. */
  public static <K, V, L, W> Map<L, W> map(Object map, Function<K, L> key, Function<V, W> value) {
    Map<K, V> from = cast(map);
    Map<L, W> to = new LinkedHashMap<>();
    from.forEach((k, v) -> to.put(key.apply(k), value.apply(v)));
    return Collections.unmodifiableMap(to);
  }

  /** Converts a map for an instance. */
  public static <K, V> Map<Object, Object> values(
      Map<K, V> map, Function<? super K, ?> key, Function<? super V, ?> value) {
    Map<Object, Object> to = new LinkedHashMap<>();
    map.forEach((k, v) -> to.put(key.apply(k), value.apply(v)));
    return to;
  }

  /** Converts an option. */
  public static <T, U> Optional<U> option(Object option, Function<T, U> some) {
    Optional<T> from = cast(option);
    return from.map(some);
  }

  /** Converts a result. */
  public static <T, E, U, F> Result<U, F> result(
      Object result, Function<T, U> ok, Function<E, F> err) {
    Result<T, E> from = cast(result);
    return from.map(ok, err);
  }

  /** Converts a future. Cancelling the result cancels the future. */
  public static <T, U> CompletableFuture<U> future(Object future, Function<T, U> value) {
    CompletableFuture<T> from = cast(future);
    CompletableFuture<U> to = new CompletableFuture<>();
    from.whenComplete(
        (got, thrown) -> {
          if (thrown != null) {
            to.completeExceptionally(thrown);
          } else {
            complete(to, got, value);
          }
        });
    to.whenComplete(
        (got, thrown) -> {
          if (to.isCancelled()) {
            from.cancel(true);
          }
        });
    return to;
  }

  private static <T, U> void complete(CompletableFuture<U> to, T got, Function<T, U> value) {
    try {
      to.complete(value.apply(got));
    } catch (RuntimeException e) {
      to.completeExceptionally(e);
    }
  }

  /** Converts a stream, each element when it is read. The result is closed by its owner, which closes the stream. */
  public static <T, U> Elements<U> stream(Object stream, Function<T, U> element) {
    Iterable<T> from = cast(stream);
    return elements(from, element);
  }

  /**
   * Converts a stream for an instance, each element when it is read. Closing the result closes the stream if it can be closed.
   */
  public static <T, U> Elements<U> elements(
      Iterable<T> from, Function<? super T, ? extends U> element) {
    return new Elements<>() {
      @Override
      public Iterator<U> iterator() {
        Iterator<T> each = from.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return each.hasNext();
          }

          @Override
          public U next() {
            return element.apply(each.next());
          }
        };
      }

      @Override
      public void close() {
        if (from instanceof AutoCloseable closeable) {
          closeAny(closeable);
        }
      }
    };
  }

  private static void closeAny(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> T cast(Object value) {
    return (T) value;
  }
}
