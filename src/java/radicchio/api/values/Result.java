package radicchio.api.values;

import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * A {@code result<T, E>} of WIT. An arm without a payload has null.
 *
 * @param <T> the payload of {@code ok}
 * @param <E> the payload of {@code err}
 */
public sealed interface Result<T, E> {

  /** A success. */
  record Ok<T, E>(T value) implements Result<T, E> {}

  /** A failure. */
  record Err<T, E>(E error) implements Result<T, E> {}

  static <T, E> Result<T, E> ok(T value) {
    return new Ok<>(value);
  }

  static <T, E> Result<T, E> ok() {
    return new Ok<>(null);
  }

  static <T, E> Result<T, E> err(E error) {
    return new Err<>(error);
  }

  default boolean isOk() {
    return this instanceof Ok;
  }

  /**
   * Returns the payload of {@code ok}.
   *
   * @throws NoSuchElementException for an {@code err}, with its payload in the message
   */
  default T orElseThrow() {
    return orElseThrow(error -> new NoSuchElementException("the result is err: " + error));
  }

  /**
   * Returns the payload of {@code ok}.
   *
   * @param exception makes the exception of an {@code err} from its payload
   * @throws X for an {@code err}
   */
  default <X extends Throwable> T orElseThrow(Function<? super E, X> exception) throws X {
    if (this instanceof Err<T, E> err) {
      throw exception.apply(err.error());
    }
    return ((Ok<T, E>) this).value();
  }

  /** Returns a result with other payloads. */
  default <U, F> Result<U, F> map(
      Function<? super T, ? extends U> ok, Function<? super E, ? extends F> err) {
    return this instanceof Err<T, E> e
        ? new Err<>(err.apply(e.error()))
        : new Ok<>(ok.apply(((Ok<T, E>) this).value()));
  }
}
