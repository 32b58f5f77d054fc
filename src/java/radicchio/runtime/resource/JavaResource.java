package radicchio.runtime.resource;

import java.util.Optional;
import java.util.function.Consumer;
import radicchio.abi.value.Refusal;

/**
 * A resource type that a host written in Java implements by objects of one class.
 *
 * @param id its interface, without a version, and its name: {@code "wasi:io/streams.input-stream"}
 * @param objects the class of the objects
 * @param drop called after a guest dropped the last handle: ends the object, or traps if the type requires it
 * @param end called after the instance has ended, in any order: ends the object
 * @param conversion between the objects and the user's form; without it the user's form is an opaque handle
 */
public record JavaResource<T>(
    String id,
    Class<T> objects,
    Consumer<T> drop,
    Consumer<T> end,
    Optional<Conversion<T>> conversion) {

  /** Converts between the objects of a host written in Java and those of a user. */
  public interface Conversion<T> {
    /** Returns the user's form of an object that the user owns or borrows; empty for an opaque handle. */
    Optional<Object> toUser(T object);

    /**
     * Returns the object of a user's value.
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
