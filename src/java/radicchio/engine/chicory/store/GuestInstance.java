package radicchio.engine.chicory.store;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.TableInstance;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import radicchio.engine.Backend;
import radicchio.engine.CoreInstance;
import radicchio.engine.CoreModule;
import radicchio.engine.Extern;
import radicchio.engine.ExternType.GlobalType;
import radicchio.engine.ExternType.TableType;
import radicchio.engine.chicory.compile.CompiledModule;
import radicchio.engine.chicory.module.ModuleTypes;
import radicchio.engine.chicory.module.ModuleTypes.Kind;

/**
 * An instance, and the conversion of references inside it. Inside, a function reference is an {@code int}: the function's index in
 * this instance, or, from {@link GuestStore#FIRST_HANDLE} on, a number in the store's registry, for functions of other instances
 * and of the host.
 */
final class GuestInstance implements CoreInstance, Held {
  private static final int NULL = -1;

  final GuestStore store;
  final CompiledModule module;
  private final StoreFunc[] functions;
  private final StoreTable[] tables;
  private final StoreMemory[] memories;
  private final StoreGlobal[] globals;
  private final StoreTag[] tags;
  private final Map<String, Extern> exports = new HashMap<>();
  private Instance instance;
  private Machine machine;
  private Adapter adapter;

  /** The number of its calls that are running. Guarded by the store's lock. */
  private int running;

  private Optional<Sweeping> sweeping = Optional.empty();

  GuestInstance(GuestStore store, CompiledModule module, Spaces spaces) {
    this.store = store;
    this.module = module;
    this.functions = spaces.functions();
    this.tables = spaces.tables();
    this.memories = spaces.memories();
    this.globals = spaces.globals();
    this.tags = spaces.tags();
  }

  /** The index spaces, with imports filled in, and the instance's own definitions still null. */
  record Spaces(
      StoreFunc[] functions,
      StoreTable[] tables,
      StoreMemory[] memories,
      StoreGlobal[] globals,
      StoreTag[] tags) {}

  void attach(Instance made) {
    this.instance = made;
    this.machine = made.getMachine();
  }

  @Override
  public void release() {
    for (StoreFunc function : functions) {
      if (function instanceof GuestFunc guest && guest.owner == this) {
        guest.release();
      }
    }
    Arrays.fill(functions, null);
    Arrays.fill(tables, null);
    Arrays.fill(memories, null);
    Arrays.fill(globals, null);
    Arrays.fill(tags, null);
    exports.clear();
    instance = null;
    sweeping = Optional.empty();
    machine = null;
    adapter = null;
  }

  /** Searches its own tables and globals; shared ones are searched themselves. */
  @Override
  public void search(ExternRefs.Search search) {
    if (instance == null) { // it could not be made, and nothing refers to it
      return;
    }
    if (module.traits().allocates()) {
      search.incomplete();
    }
    for (int i = module.types().importCount(Kind.TABLE); i < tables.length; i++) {
      if (tables[i] == null
          && search.isIn(((TableType) module.types().type(Kind.TABLE, i)).element())) {
        search(instance.table(i), search);
      }
    }
    for (int i = module.types().importCount(Kind.GLOBAL); i < globals.length; i++) {
      GlobalInstance cell = instance.global(i);
      if (cell != null && search.isIn(((GlobalType) module.types().type(Kind.GLOBAL, i)).value())) {
        search.found(cell.getValue());
      }
    }
  }

  private static void search(TableInstance table, ExternRefs.Search search) {
    for (int i = 0; i < table.size(); i++) {
      search.found(table.ref(i));
    }
  }

  @Override
  public CoreModule module() {
    return module;
  }

  boolean compiled() {
    return module.backend() == Backend.COMPILER;
  }

  Machine machine() {
    return machine;
  }

  /** Returns the memory for host functions that use one. */
  Optional<StoreMemory> firstMemory() {
    return memories.length == 0 ? Optional.empty() : Optional.of(memories[0]);
  }

  Instance instance() {
    return instance;
  }

  @Override
  public Optional<Extern> export(String name) {
    Extern known = exports.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    var section = module.wasm().exportSection();
    for (int i = 0; i < section.exportCount(); i++) {
      if (section.getExport(i).name().equals(name)) {
        var export = section.getExport(i);
        Extern extern = extern(ModuleTypes.kind(export.exportType()), export.index());
        exports.put(name, extern);
        return Optional.of(extern);
      }
    }
    return Optional.empty();
  }

  private Extern extern(Kind kind, int index) {
    return switch (kind) {
      case FUNC -> function(index);
      case TABLE -> table(index);
      case MEMORY -> memories[index];
      case GLOBAL -> global(index);
      case TAG -> tag(index);
    };
  }

  StoreFunc function(int index) {
    StoreFunc known = functions[index];
    if (known == null) {
      known = new GuestFunc(this, index, module.types().function(index));
      functions[index] = known;
    }
    return known;
  }

  StoreTable table(int index) {
    StoreTable known = tables[index];
    if (known == null) {
      throw new IllegalStateException("table " + index + " is not shared, and is asked for");
    }
    return known;
  }

  StoreGlobal global(int index) {
    StoreGlobal known = globals[index];
    if (known == null) {
      known =
          StoreGlobal.of(
              this, (GlobalType) module.types().type(Kind.GLOBAL, index), instance.global(index));
      globals[index] = known;
    }
    return known;
  }

  StoreTag tag(int index) {
    StoreTag known = tags[index];
    if (known == null) {
      known = store.newTag(module.types().tag(index));
      tags[index] = known;
    }
    return known;
  }

  /** Returns the index of a tag in this instance, or -1 if it does not have the tag. */
  int indexOf(StoreTag tag) {
    for (int i = 0; i < tags.length; i++) {
      if (tag(i) == tag) {
        return i;
      }
    }
    return -1;
  }

  // References: an int inside, a slot of the store outside

  /** Returns the function of a reference inside this instance; null for the null reference. */
  StoreFunc in(int reference) {
    if (reference == NULL) {
      return null;
    }
    return reference >= GuestStore.FIRST_HANDLE ? store.registered(reference) : function(reference);
  }

  /** Returns the reference inside this instance for a function, or for null. */
  int out(StoreFunc function) {
    if (function == null) {
      return NULL;
    }
    return function instanceof GuestFunc guest && guest.owner == this
        ? guest.index
        : function.handle();
  }

  long toStore(long reference) {
    StoreFunc function = in((int) reference);
    return function == null ? NULL : function.handle();
  }

  long fromStore(long slot) {
    return slot == NULL ? NULL : out(store.registered(slot));
  }

  void toStore(long[] values, int[] positions) {
    for (int i : positions) {
      values[i] = toStore(values[i]);
    }
  }

  void fromStore(long[] values, int[] positions) {
    for (int i : positions) {
      values[i] = fromStore(values[i]);
    }
  }

  /** Returns the adapter through which this instance calls functions of others by reference. */
  Adapter adapter() {
    if (adapter == null) {
      adapter = new Adapter(this);
    }
    return adapter;
  }

  // Sweeping GC objects

  /** Between calls. */
  void sweep() {
    if (sweeping.isEmpty()) {
      sweeping = Optional.of(new Sweeping(instance));
    }
    sweeping.get().sweep();
  }

  /** Enters a call. Returns whether no other call of this instance is running. */
  boolean enterCall() {
    return running++ == 0;
  }

  void leaveCall() {
    running--;
  }

  @Override
  public String toString() {
    return "instance of " + module;
  }
}
