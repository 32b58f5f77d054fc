package radicchio.engine.chicory.store;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import java.util.Arrays;
import radicchio.engine.limits.WorkMeter;

/**
 * A table that only its instance can access, of references that never leave it. It keeps its own limits, because the engine's would
 * grow the module's.
 */
final class PrivateTable extends TableInstance implements Held {
  private final GuestStore store;
  private final long most;
  private TableLimits limits;

  /** May have room for more elements than there are. */
  private int[] refs = {};

  private int length;

  PrivateTable(Table table, int initial, GuestStore store) {
    super(new Table(table.elementType(), new TableLimits(0, 0)), initial);
    this.store = store;
    long size = table.limits().min();
    store.requireTableSize(size);
    this.most = Math.min(table.limits().max(), store.limits().tableElements());
    extend((int) size, initial);
  }

  private void extend(int to, int value) {
    if (to > refs.length) {
      refs = Arrays.copyOf(refs, StoreTable.capacity(refs.length, to, most));
    }
    store.meter().count((long) GuestStore.TABLE_ELEMENT * (to - length));
    Arrays.fill(refs, length, to, value);
    store.took((long) GuestStore.TABLE_ELEMENT * (to - length));
    length = to;
    limits = new TableLimits(to, Math.max(to, most));
  }

  @Override
  public void release() {
    refs = new int[0];
    length = 0;
  }

  @Override
  public long heldBytes() {
    return (long) GuestStore.TABLE_ELEMENT * length;
  }

  @Override
  public int size() {
    return length;
  }

  @Override
  public TableLimits limits() {
    return limits;
  }

  @Override
  public int grow(int count, int value, Instance ignored) {
    int old = length;
    if (count < 0
        || (long) old + count > most
        || !store.hasRoom((long) GuestStore.TABLE_ELEMENT * count)) {
      return -1;
    }
    try {
      extend(old + count, value);
    } catch (OutOfMemoryError e) {
      return -1;
    }
    return old;
  }

  @Override
  public int ref(int index) {
    if (index < 0 || index >= length) {
      throw new WasmRuntimeException("out of bounds table access");
    }
    return refs[index];
  }

  @Override
  public int requiredRef(int index) {
    if (index < 0 || index >= length) {
      throw new ChicoryException("undefined element");
    }
    int ref = refs[index];
    if (ref == -1) {
      throw new ChicoryException("uninitialized element " + index);
    }
    return ref;
  }

  @Override
  public Instance instance(int index) {
    return null;
  }

  @Override
  public void setRef(int index, int value, Instance ignored) {
    if (index < 0 || index >= length) {
      throw new UninstantiableException("out of bounds table access");
    }
    store.meter().count(WorkMeter.LITTLE);
    refs[index] = value;
  }

  @Override
  public void reset() {
    Arrays.fill(refs, 0, length, -1);
  }
}
