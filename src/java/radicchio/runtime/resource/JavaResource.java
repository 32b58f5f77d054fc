package radicchio.runtime.resource;

import java.util.Optional;
import java.util.function.Consumer;
import radicchio.abi.Refusal;

/**
 * A resource type that a host written in Java implements by objects of one class.
 *
 * @param id its interface, without a version, and its name: {@code "wasi:io/streams.input-stream"}
 * @param objects the class of the objects
 * @param drop a guest dropped the last handle: ends the object, or traps where the type says so
 * @param end the instance has ended, in whatever order: ends the object
 * @param conversion between the objects and what a function of the user sees; without one that is an opaque handle
 */
public record JavaResource<T>(
    String id,
    Class<T> objects,
    Consumer<T> drop,
    Consumer<T> end,
    Optional<Conversion<T>> conversion) {

  /** Between the objects of a host written in Java and those of a user. */
  public interface Conversion<T> {
    /** What the user sees of an object, which he owns or borrows; empty if that is an opaque handle. */
    Optional<Object> toUser(T object);

    /**
     * The object that a user's value stands for.
     *
     * @throws Refusal for a value of another kind
     */
    T ofUser(Object value);
  }

  void drop(Object object) {
    drop.accept(objects.cast(object));
  }

  void end(Object object) {
    end.accept(objects.cast(object));
  }
}
