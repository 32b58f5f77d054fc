package radicchio.engine.chicory.store;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import radicchio.engine.CoreInstance;
import radicchio.engine.CoreModule;
import radicchio.engine.CoreStore;
import radicchio.engine.Deadline;
import radicchio.engine.Extern;
import radicchio.engine.ExternType;
import radicchio.engine.Func;
import radicchio.engine.Global;
import radicchio.engine.HostFunc;
import radicchio.engine.Limits;
import radicchio.engine.Memory;
import radicchio.engine.MemoryFunc;
import radicchio.engine.StoreLock;
import radicchio.engine.Table;
import radicchio.engine.Tag;
import radicchio.engine.chicory.compile.CompiledModule;
import radicchio.engine.chicory.module.Signature;
import radicchio.engine.limits.Clock;
import radicchio.engine.limits.WorkMeter;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** A store: the lock, the clock, and the registries that give references the same meaning in all its instances. */
public final class GuestStore implements CoreStore {
  /** References from here on are numbers of the registry; smaller ones are function indices of an instance. */
  static final int FIRST_HANDLE = 1 << 30;

  /** The bytes that an element of a table counts for: a reference in the table, and one in a view of it. */
  static final int TABLE_ELEMENT = 8;

  private final Limits limits;
  private final StoreLock lock = new StoreLock();
  private final Frames.Modules modules = new Frames.Modules(Machines.interpreters());

  /** That of the thread that holds the lock; null while that thread has none. Guarded by the lock, like the next field. */
  private Execution execution;

  /** The number of suspended executions, whose guests' frames may have external references. */
  private int suspended;

  /** Measures waiting for the lock. */
  private final Clock times;

  private final Deadline deadline = new CallDeadline();
  private final WorkMeter meter = new WorkMeter(deadline);
  private final Map<String, Integer> typeIds = new HashMap<>();
  private StoreFunc[] functions = new StoreFunc[16];
  private int functionCount;
  private final ExternRefs externs = new ExternRefs();
  private int tagCount;
  private int foreignCount;

  /** Of memories and tables; what became garbage since the last count is among them. */
  private long heldBytes;

  private final Set<Held> held = Collections.newSetFromMap(new WeakHashMap<>());
  private volatile boolean closed;

  public GuestStore(Limits limits) {
    this.limits = limits;
    this.execution = new Execution(limits, modules);
    this.times = new Clock(limits.timeout());
  }

  // Entrances

  @Override
  public void enter() {
    if (lock.isHeldByCurrentThread()) {
      enterHeld();
      return;
    }
    long began = times.now();
    lockOpen();
    try {
      begin(began);
    } catch (Throwable t) { // no heap for the watchdog, or no stack
      lock.unlock();
      throw t;
    }
  }

  private void enterHeld() {
    requireOpen();
    if (execution.depth() == 0) {
      begin(times.now());
    } else {
      execution.enterAgain();
    }
  }

  private void lockOpen() {
    acquire();
    if (closed) {
      lock.unlock();
      releaseIfClosed();
      requireOpen();
    }
  }

  @Override
  public void hold() {
    if (lock.isHeldByCurrentThread()) {
      requireOpen();
    } else {
      lockOpen();
      if (execution == null) {
        execution = new Execution(limits, modules);
      }
    }
    execution.hold();
  }

  @Override
  public boolean release() {
    execution.release();
    return !execution.isHeld() && execution.depth() == 0;
  }

  @Override
  public boolean isHeld() {
    return execution.isHeld();
  }

  private void begin(long began) {
    if (execution == null) {
      execution = new Execution(limits, modules);
    }
    execution.begin(began);
  }

  private void acquire() {
    if (lock.tryLock()) {
      return;
    }
    try {
      if (!times.acquire(lock)) {
        throw Traps.timeout(limits, Optional.empty());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Traps.interrupted(Optional.of(e));
    }
  }

  @Override
  public void leave() {
    assert entered() : "leave without enter";
    if (execution.leave()) {
      return;
    }
    boolean held = execution.isHeld();
    try {
      searchExterns();
    } finally {
      execution.end();
      if (!held) {
        unlock();
      }
    }
  }

  private void searchExterns() {
    if (suspended == 0 && externs.wantSearch()) {
      letGoOfExterns();
    }
  }

  // Threads that hand the lock over

  @Override
  public StoreLock lock() {
    return lock;
  }

  @Override
  public void unlock() {
    lock.unlock();
    releaseIfClosed();
  }

  @Override
  public boolean isNested() {
    return execution.depth() > 1;
  }

  @Override
  public long now() {
    return times.now();
  }

  @Override
  public Turn suspend() {
    Execution present = execution;
    present.end();
    execution = null;
    suspended++;
    return present;
  }

  @Override
  public void resume(Turn turn, long began) {
    suspended--;
    execution = (Execution) turn;
    execution.run(began);
  }

  @Override
  public void start(long began) {
    requireOpen();
    begin(began);
  }

  @Override
  public void finish() {
    assert !isNested() : "finish inside another entrance";
    execution.leave();
    try {
      searchExterns();
    } finally {
      execution.end();
    }
  }

  boolean entered() {
    return lock.isHeldByCurrentThread();
  }

  /** Returns the thread of execution in the store. Must be called inside an entrance. */
  Execution execution() {
    return execution;
  }

  @Override
  public Deadline deadline() {
    return deadline;
  }

  WorkMeter meter() {
    return meter;
  }

  private final class CallDeadline implements Deadline {
    @Override
    public void check() {
      execution.check();
    }

    @Override
    public void checkTime() {
      execution.checkTime();
    }

    @Override
    public long nanosLeft() {
      return execution.nanosLeft();
    }
  }

  @Override
  public List<String> frames() {
    return execution.stopped();
  }

  /** Returns the modules whose functions are recognised in a stack trace. */
  Frames.Modules modules() {
    return modules;
  }

  private void requireOpen() {
    if (closed) {
      throw RadicchioException.of(ErrorKind.CLOSED, "the store is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    if (!entered()) {
      releaseIfClosed();
    }
  }

  /**
   * Called after {@link #closed} was set, and after each unlocking: a thread that finds the lock taken leaves the release to the
   * one that holds it.
   */
  private void releaseIfClosed() {
    if (closed && lock.tryLock()) {
      try {
        releaseContents();
      } finally {
        lock.unlock();
      }
    }
  }

  private void releaseContents() {
    held.forEach(Held::release);
    held.clear();
    functions = new StoreFunc[0];
    functionCount = 0;
    externs.clear();
  }

  private void letGoOfExterns() {
    ExternRefs.Search search = new ExternRefs.Search();
    held.forEach(h -> h.search(search));
    externs.end(search);
  }

  /** Registers an object that must be released when the store is closed; it may become garbage before. */
  <T extends Held> T hold(T made) {
    held.add(made);
    return made;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  // What instances share

  @Override
  public CoreInstance instantiate(
      CoreModule module, List<? extends Extern> imports, Consumer<CoreInstance> beforeStart) {
    assert entered() : "instantiate outside of an entrance of its store";
    if (!(module instanceof CompiledModule compiled)) {
      throw new IllegalArgumentException("a module of another engine: " + module);
    }
    return ModuleLinker.instantiate(this, compiled, imports, beforeStart);
  }

  @Override
  public Func function(ExternType.FuncType type, HostFunc body) {
    return new StoreHostFunc(this, type, body);
  }

  @Override
  public Func function(ExternType.FuncType type, MemoryFunc body) {
    return new MemoryFunction(this, type, body);
  }

  @Override
  public Memory memory(ExternType.MemoryType type) {
    return newMemory(type);
  }

  @Override
  public Table table(ExternType.TableType type, long initial) {
    StoreTable table = hold(new StoreTable(this, type));
    if (initial != NULL_REF) {
      for (long i = 0; i < table.size(); i++) {
        table.set(i, initial);
      }
    }
    return table;
  }

  @Override
  public Global global(ExternType.GlobalType type, long initial) {
    return StoreGlobal.ofHost(this, type, initial);
  }

  @Override
  public Tag tag(ExternType.TagType type) {
    return newTag(Signature.of(type.type()));
  }

  StoreTag newTag(Signature signature) {
    return new StoreTag(this, signature, tagCount++);
  }

  int nextForeign() {
    return foreignCount++ & Integer.MAX_VALUE;
  }

  StoreMemory newMemory(ExternType.MemoryType type) {
    return hold(StoreMemory.of(this, type));
  }

  void requireTableSize(long elements) {
    if (elements > limits.tableElements()) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              "a table of at least "
                  + elements
                  + " elements, expected at most "
                  + limits.tableElements())
          .withKeyword("limit", "table-elements");
    }
    requireBytes(elements * TABLE_ELEMENT, "a table of " + elements + " elements");
  }

  // The total of memories and tables

  /** Tests whether memories and tables may take this many more bytes. Garbage no longer counts. */
  boolean hasRoom(long bytes) {
    if (heldBytes + bytes <= limits.totalMemory()) {
      return true;
    }
    heldBytes = held.stream().mapToLong(Held::heldBytes).sum();
    return heldBytes + bytes <= limits.totalMemory();
  }

  /** Records that a memory or a table has taken this many more bytes. */
  void took(long bytes) {
    heldBytes += bytes;
  }

  void requireBytes(long bytes, String what) {
    if (!hasRoom(bytes)) {
      throw RadicchioException.of(
              ErrorKind.LIMIT,
              what
                  + ", expected at most "
                  + limits.totalMemory()
                  + " bytes of all memories and tables, which have "
                  + heldBytes
                  + "; raise :total-memory to allow it")
          .withKeyword("limit", "total-memory");
    }
  }

  // References

  /** Returns the number of a type in this store: equal types have equal numbers. */
  int typeId(String text) {
    return typeIds.computeIfAbsent(text, t -> typeIds.size());
  }

  static List<String> typeAndSupertypes(StoreFunc function) {
    return function instanceof GuestFunc guest
        ? guest
            .owner
            .module
            .types()
            .typeAndSupertypes(guest.owner.module.types().functionType(guest.index))
        : List.of(function.signature.text());
  }

  int register(StoreFunc function) {
    if (functionCount == functions.length) {
      functions = Arrays.copyOf(functions, 2 * functionCount);
    }
    functions[functionCount] = function;
    return FIRST_HANDLE + functionCount++;
  }

  StoreFunc registered(long handle) {
    long i = handle - FIRST_HANDLE;
    if (i < 0 || i >= functionCount) {
      throw RadicchioException.of(
          ErrorKind.ARGUMENT, handle + " is not a function reference of this store");
    }
    return functions[(int) i];
  }

  @Override
  public long reference(Func function) {
    if (!(function instanceof StoreFunc own) || own.store != this) {
      throw RadicchioException.of(ErrorKind.ARGUMENT, "a function of another store: " + function);
    }
    return own.handle();
  }

  @Override
  public Optional<Func> function(long reference) {
    return reference == NULL_REF ? Optional.empty() : Optional.of(registered(reference));
  }

  @Override
  public long externref(Object object) {
    return object == null ? NULL_REF : externs.of(object);
  }

  @Override
  public Object object(long externref) {
    return externref == NULL_REF ? null : externs.get(externref);
  }

  void requireExternref(long externref) {
    externs.require(externref);
  }
}
