package radicchio.engine.chicory.store;

import com.dylibso.chicory.wasm.types.TableLimits;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import radicchio.engine.CoreType;
import radicchio.engine.ExternType.TableType;
import radicchio.engine.Table;
import radicchio.engine.chicory.module.Signature;
import radicchio.engine.limits.WorkMeter;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * A table that instances may share. A function table contains functions, so that each instance can read them as its own references.
 * Other tables contain references that have the same meaning everywhere in the store.
 */
final class StoreTable implements Table, Held {
  private static final int NULL = -1;

  final GuestStore store;
  private final TableType declared;
  private final boolean functions;
  private final long most;
  private TableLimits limits;

  /** Of both, one is used; either may have room for more elements than there are. */
  private StoreFunc[] funcs = {};

  private int[] refs = {};
  private int length;

  /** Of the instances that see it, which it does not keep from becoming garbage. */
  private final List<WeakReference<TableView>> views = new ArrayList<>();

  private int sweepAt = 8;

  StoreTable(GuestStore store, TableType declared) {
    this.store = store;
    this.declared = declared;
    this.functions = Signature.isFuncref(declared.element());
    this.most = Math.min(declared.max().orElse(Integer.MAX_VALUE), store.limits().tableElements());
    store.requireTableSize(declared.min());
    extend((int) declared.min());
  }

  @Override
  public void release() {
    funcs = new StoreFunc[0];
    refs = new int[0];
    length = 0;
    views.clear();
  }

  @Override
  public void search(ExternRefs.Search search) {
    if (search.isIn(declared.element())) {
      for (int i = 0; i < length; i++) {
        search.found(refs[i]);
      }
    }
  }

  boolean holdsFunctions() {
    return functions;
  }

  int length() {
    return length;
  }

  /** Returns its present and largest size, for the engine. */
  TableLimits limits() {
    return limits;
  }

  /** Takes null references to the end of it, up to a length. */
  private void extend(int to) {
    int room = functions ? funcs.length : refs.length;
    if (to > room) {
      int wanted = capacity(room, to, most);
      store.meter().count((long) GuestStore.TABLE_ELEMENT * wanted);
      if (functions) {
        funcs = Arrays.copyOf(funcs, wanted);
      } else {
        refs = Arrays.copyOf(refs, wanted);
      }
    }
    if (!functions) {
      Arrays.fill(refs, length, to, NULL);
    }
    store.took((long) GuestStore.TABLE_ELEMENT * (to - length));
    length = to;
    limits = new TableLimits(to, Math.max(to, most));
  }

  /** Returns a capacity for growing, so that growing one by one takes linear time. */
  static int capacity(int room, int wanted, long most) {
    return (int) Math.max(wanted, Math.min(most, room + (room >> 1) + 8L));
  }

  @Override
  public long heldBytes() {
    return (long) GuestStore.TABLE_ELEMENT * length;
  }

  /** Registers a view, which is informed of every element that changes. */
  void add(TableView view) {
    if (views.size() == sweepAt) {
      views.removeIf(known -> known.get() == null);
      sweepAt = 2 * views.size() + 8;
    }
    views.add(new WeakReference<>(view));
  }

  /** Grows by null references. Returns the previous size, or -1. */
  int growBy(long count) {
    int old = length;
    if (count < 0 || old + count > most || !store.hasRoom(GuestStore.TABLE_ELEMENT * count)) {
      return -1;
    }
    try {
      extend((int) (old + count));
    } catch (OutOfMemoryError e) {
      return -1;
    }
    return old;
  }

  StoreFunc function(int index) {
    return funcs[index];
  }

  int ref(int index) {
    return refs[index];
  }

  void put(int index, StoreFunc function) {
    store.meter().count(WorkMeter.LITTLE * (1L + views.size()));
    funcs[index] = function;
    for (WeakReference<TableView> known : views) {
      TableView view = known.get();
      if (view != null) {
        view.changed(index, function);
      }
    }
  }

  void put(int index, int ref) {
    store.meter().count(WorkMeter.LITTLE);
    refs[index] = ref;
  }

  boolean contains(int index) {
    return index >= 0 && index < length;
  }

  @Override
  public TableType type() {
    return new TableType(declared.element(), length, declared.max(), false);
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public long grow(long count, long ref) {
    requireReference(ref);
    int old = growBy(count);
    for (int i = Math.max(old, 0); old >= 0 && i < length; i++) {
      store(i, ref);
    }
    return old;
  }

  @Override
  public long get(long index) {
    int i = checked(index);
    if (!functions) {
      return refs[i];
    }
    return funcs[i] == null ? NULL : funcs[i].handle();
  }

  @Override
  public void set(long index, long ref) {
    requireReference(ref);
    store(checked(index), ref);
  }

  private void store(int index, long ref) {
    if (functions) {
      put(index, ref == NULL ? null : store.registered(ref));
    } else {
      put(index, (int) ref);
    }
  }

  private int checked(long index) {
    if (index < 0 || index >= length) {
      throw RadicchioException.of(
          ErrorKind.ARGUMENT, "table index " + index + " in a table of " + length + " elements");
    }
    return (int) index;
  }

  private void requireReference(long ref) {
    if (ref == NULL) {
      return;
    }
    if (functions) {
      String wanted = ((CoreType.Ref) declared.element()).heap();
      StoreFunc function = store.registered(ref);
      if (!wanted.equals("func") && !GuestStore.typeAndSupertypes(function).contains(wanted)) {
        throw RadicchioException.of(
            ErrorKind.ARGUMENT,
            "a function of type " + function.signature.text() + " in a table of " + wanted);
      }
    } else {
      store.requireExternref(ref);
    }
  }
}
