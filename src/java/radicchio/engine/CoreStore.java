package radicchio.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Core instances that may be linked with one another, and everything they share. A store has one lock: one
 * thread at a time runs in it, others wait; it never pins a virtual thread. What belongs to a store becomes
 * garbage with it: nothing global refers to it. All methods but {@link #enter}, {@link #leave} and
 * {@link #close} are called within an entrance.
 *
 * <p>A reference (funcref, externref) crosses this boundary as a slot that means the same everywhere in the
 * store, and nothing in another one. {@link #NULL_REF} is the null reference.
 *
 * <p>What instances of a store share, they share as the Core specification has it, on both backends:
 * <ul>
 *   <li>A function reference is the same function in every instance, in whatever way it came there: a table, a
 *       global, an argument or result, an exception, a segment. Types are compared by their structure.
 *   <li>A table, memory or global that several instances import is one: its elements, bytes and size. The
 *       segments of an instance are its own, and so are the sizes that its module declares.
 *   <li>A tag is itself, whatever its type. An exception is caught by the tag it was thrown with, across any
 *       number of instances, and by the instance whose call it left; one that reaches the host ends there, as a
 *       trap.
 * </ul>
 * Not supported, and refused when a module is compiled: GC and exception references on imports and exports;
 * casts of function references in a module that can receive functions of others. Known limits: calls in tail
 * position use stack where they are compiled, and, by reference, in a module that can receive functions of
 * others; of two exceptions of one tag that are caught by reference at the same time in an instance, the later
 * takes the place of the earlier.
 */
public interface CoreStore extends AutoCloseable {
  long NULL_REF = -1;

  /**
   * Takes the lock and, where this thread does not hold it already, starts the clock of
   * {@link Limits#timeout}. Each call is paired with {@link #leave} in a {@code finally}.
   *
   * @throws radicchio.error.RadicchioException {@code LIMIT} where waiting took the whole timeout;
   *     {@code CLOSED} after {@link #close}
   */
  void enter();

  /**
   * Ends the innermost entrance of this thread. Where that was the outermost, an interrupt with which the store
   * stopped its guest is taken back; one of somebody else stays.
   */
  void leave();

  /**
   * Instantiates and runs the start function, as the Core specification's "Instantiation" says.
   *
   * @param imports by position, as {@link CoreModule#imports} lists them
   * @throws radicchio.error.RadicchioException {@code UNLINKABLE} where an import has another type than the
   *     module asks for; {@code TRAP} or {@code LIMIT} where initialisation does not end well
   */
  default CoreInstance instantiate(CoreModule module, List<? extends Extern> imports) {
    return instantiate(module, imports, instance -> {});
  }

  /**
   * As {@link #instantiate(CoreModule, List)}, for host functions that need the instance in its own start
   * function.
   *
   * @param beforeStart gets the instance when its memories and tables are filled, before it starts
   */
  CoreInstance instantiate(
      CoreModule module, List<? extends Extern> imports, Consumer<CoreInstance> beforeStart);

  /** A function of the host. What its body throws passes through guests unchanged. */
  Func function(ExternType.FuncType type, HostFunc body);

  /**
   * A function of the host that acts on the memory of the instance that calls it; the host itself cannot call it
   * ({@code ARGUMENT}). An instance without a memory traps.
   */
  Func function(ExternType.FuncType type, MemoryFunc body);

  Memory memory(ExternType.MemoryType type);

  Table table(ExternType.TableType type, long initial);

  Global global(ExternType.GlobalType type, long initial);

  Tag tag(ExternType.TagType type);

  /** The funcref slot of a function of this store. */
  long reference(Func function);

  /** The function of a funcref slot; empty for null. */
  Optional<Func> function(long reference);

  /**
   * An externref slot for any object; null gives {@link #NULL_REF}. The slot means the object until the outermost
   * entrance is left, and afterwards as long as it is in a table or a global; then the store lets go of the object, at
   * some time, and may give the slot to another one. Where a module that makes GC objects, or has tables or globals of
   * other references than to functions and of the host, is instantiated in the store, objects are kept as long as that
   * instance is: they might be where nobody sees them.
   */
  long externref(Object object);

  /**
   * The object of an externref slot; null for {@link #NULL_REF}.
   *
   * @throws radicchio.error.RadicchioException {@code ARGUMENT} where it is none, or no longer
   */
  Object object(long externref);

  /**
   * The guests' functions that were running when a host function last threw something that left them all, innermost
   * first; within the entrance of that call.
   */
  List<String> frames();

  Limits limits();

  /** The deadline of whatever call is under way; one object for the store's life. */
  Deadline deadline();

  /**
   * Ends it, from any thread, without waiting: {@link #enter} throws {@code CLOSED} from now on, nested or not. What
   * it holds is let go of at once where nobody is in it, else when the thread that is in it leaves, whose calls go on
   * until then: functions, external references, the bytes of memories, the elements of tables. Whoever still holds an
   * instance or an extern of it then holds nothing of a guest: memories and tables are empty, globals zero. A second
   * close does nothing.
   */
  @Override
  void close();
}
