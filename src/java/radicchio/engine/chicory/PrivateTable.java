package radicchio.engine.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import java.util.Arrays;

/**
 * A table that nobody but its instance can see, of references that never leave it. It keeps its own limits:
 * the engine's would grow the module's.
 */
final class PrivateTable extends TableInstance {
  private final long most;
  private TableLimits limits;
  private int[] refs;

  PrivateTable(Table table, int initial, GuestStore store) {
    super(new Table(table.elementType(), new TableLimits(0, 0)), initial);
    long size = table.limits().min();
    store.requireTableSize(size);
    this.most = Math.min(table.limits().max(), store.limits().tableElements());
    this.limits = new TableLimits(size, Math.max(size, most));
    this.refs = new int[(int) size];
    Arrays.fill(refs, initial);
  }

  @Override
  public int size() {
    return refs.length;
  }

  @Override
  public TableLimits limits() {
    return limits;
  }

  @Override
  public int grow(int count, int value, Instance ignored) {
    int old = refs.length;
    if (count < 0 || (long) old + count > most) {
      return -1;
    }
    try {
      refs = Arrays.copyOf(refs, old + count);
    } catch (OutOfMemoryError e) {
      return -1;
    }
    Arrays.fill(refs, old, refs.length, value);
    limits = new TableLimits(refs.length, most);
    return old;
  }

  @Override
  public int ref(int index) {
    int[] all = refs;
    if (index < 0 || index >= all.length) {
      throw new ChicoryException("undefined element");
    }
    return all[index];
  }

  @Override
  public int requiredRef(int index) {
    int ref = ref(index);
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
    if (index < 0 || index >= refs.length) {
      throw new UninstantiableException("out of bounds table access");
    }
    refs[index] = value;
  }

  @Override
  public void reset() {
    Arrays.fill(refs, -1);
  }
}
