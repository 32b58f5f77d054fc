package radicchio.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Core instances that may be linked with one another, and everything they share. A store has one lock: one thread at a time runs
 * in it, others wait. It never pins a virtual thread. Nothing global refers to a store, so it becomes garbage with everything in
 * it. All methods except {@link #enter}, {@link #leave} and {@link #close} must be called inside an entrance.
 *
 * <p>A reference (funcref, externref) crosses this boundary as a slot. The slot has the same meaning everywhere in the store, and
 * no meaning in another one. {@link #NULL_REF} is the null reference.
 *
 * <p>Instances of a store share definitions as the core specification requires, on both backends:
 * <ul>
 *   <li>A function reference is the same function in every instance, for every way in which it arrived: a table, a global, an
 *       argument or result, an exception, a segment. Types are compared by their structure.
 *   <li>A table, memory or global that several instances import is one: its elements, bytes and size. Each instance has its own
 *       segments, and the sizes that its module declares.
 *   <li>A tag is identical only to itself, not to another tag of the same type. An exception is caught by the tag it was thrown
 *       with, across any number of instances, and by the instance whose call it left. One that reaches the host ends there, as a
 *       trap.
 * </ul>
 * Unsupported, and refused when a module is compiled: GC and exception references in imports and exports; casts of function
 * references in a module that can receive functions of others. Known limits: calls in tail position use stack if they are
 * compiled, and, by reference, in a module that can receive functions of others; of two exceptions of one tag that are caught by
 * reference at the same time in an instance, the later one replaces the earlier one.
 */
public interface CoreStore extends AutoCloseable {
  long NULL_REF = -1;

  /**
   * Takes the lock and, if this thread does not hold it already, starts the clock of {@link Limits#timeout}. Each call must be
   * paired with {@link #leave} in a {@code finally}.
   *
   * @throws radicchio.error.RadicchioException {@code LIMIT} if waiting took the whole timeout; {@code CLOSED} after {@link
   *     #close}
   */
  void enter();

  /**
   * Ends the innermost entrance of this thread. If it was the outermost, an interrupt with which the store stopped its guest is
   * cleared; any other interrupt stays.
   */
  void leave();

  /**
   * Takes the lock for many entrances of this thread: each of them is as without it, but takes no lock. Must be paired with {@link
   * #release} by the same thread. A thread that hands the lock over while it waits has it back before its call returns.
   *
   * @throws radicchio.error.RadicchioException as {@link #enter}
   */
  void hold();

  /** Undoes {@link #hold}. Returns whether this thread should now give up the lock, by {@link #unlock}. */
  boolean release();

  /** Tests whether the thread that has the lock holds it. Must be called by that thread. */
  boolean isHeld();

  // Threads that hand the lock over

  /**
   * The state of a thread's calls in the store: their time, their depth, the exceptions of host functions. While another thread has
   * the lock, it is suspended.
   */
  interface Turn {
    /** Returns the moment from which the time of its call runs, as {@link CoreStore#now} returns it. */
    long began();

    /** Returns the remaining time of its call in nanoseconds; the maximum without a limit. */
    long nanosLeft();
  }

  /** Returns the lock. The methods below must be called by its owner, except {@link #now}. */
  StoreLock lock();

  /** Returns the present moment, from which the time of a call may run; zero without a limit. */
  long now();

  /** Tests whether the present entrance is within another one of this thread. */
  boolean isNested();

  /** Takes the state of this thread's calls out of the store, before another thread gets the lock. */
  Turn suspend();

  /**
   * Puts the state of this thread's calls back. The thread has the lock again.
   *
   * @param began the moment from which the time of its call runs from now on
   */
  void resume(Turn turn, long began);

  /** Does the same as {@link #enter} for a thread that got the lock from another one. {@link #finish} must follow. */
  void start(long began);

  /** Does the same as {@link #leave} for the outermost entrance, and keeps the lock. */
  void finish();

  /** Gives up the lock, without an entrance. */
  void unlock();

  /**
   * Instantiates a module and runs the start function, as in the core specification's "Instantiation".
   *
   * @param imports by position, in the order of {@link CoreModule#imports}
   * @throws radicchio.error.RadicchioException {@code UNLINKABLE} if an import has another type than the module expects; {@code
   *     TRAP} or {@code LIMIT} if initialisation does not end normally
   */
  default CoreInstance instantiate(CoreModule module, List<? extends Extern> imports) {
    return instantiate(module, imports, instance -> {});
  }

  /**
   * Does the same as {@link #instantiate(CoreModule, List)}, for host functions that need the instance in its own start function.
   *
   * @param beforeStart receives the instance after its memories and tables are filled, before it starts
   */
  CoreInstance instantiate(
      CoreModule module, List<? extends Extern> imports, Consumer<CoreInstance> beforeStart);

  /** Makes a function of the host. Exceptions of its body pass through guests unchanged. */
  Func function(ExternType.FuncType type, HostFunc body);

  /**
   * Makes a function of the host that uses the memory of the calling instance. The host itself cannot call it ({@code
   * ARGUMENT}). An instance without a memory traps.
   */
  Func function(ExternType.FuncType type, MemoryFunc body);

  Memory memory(ExternType.MemoryType type);

  Table table(ExternType.TableType type, long initial);

  Global global(ExternType.GlobalType type, long initial);

  Tag tag(ExternType.TagType type);

  /** Returns the funcref slot of a function of this store. */
  long reference(Func function);

  /** Returns the function of a funcref slot; empty for null. */
  Optional<Func> function(long reference);

  /**
   * Returns an externref slot for any object; {@link #NULL_REF} for null. The slot is valid until the outermost entrance is left,
   * and afterwards as long as it is in a table or a global. Then the store releases the object at some time, and may use the slot
   * for another one. If a module that makes GC objects, or has tables or globals of references other than to functions and the
   * host, is instantiated in the store, objects are kept as long as that instance, because they may be in places that cannot be
   * searched.
   */
  long externref(Object object);

  /**
   * Returns the object of an externref slot; null for {@link #NULL_REF}.
   *
   * @throws radicchio.error.RadicchioException {@code ARGUMENT} if it is not a valid slot
   */
  Object object(long externref);

  /**
   * Returns the guests' functions that were running when the last exception of a host function left them all, innermost first.
   * Must be called inside the entrance of that call.
   */
  List<String> frames();

  Limits limits();

  /** Returns the deadline of the current call; one object for the store's life. */
  Deadline deadline();

  /**
   * Ends the store, from any thread, without waiting: every later {@link #enter} throws {@code CLOSED}, nested or not. Its
   * contents are released at once if no thread is in it, else when the thread in it leaves, whose calls run to their end: functions,
   * external references, the bytes of memories, the elements of tables. An instance or extern that is still referenced then holds
   * nothing of a guest: memories and tables are empty, globals zero. Does nothing the second time.
   */
  @Override
  void close();
}
