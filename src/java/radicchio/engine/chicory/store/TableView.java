package radicchio.engine.chicory.store;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.Arrays;
import radicchio.engine.chicory.module.ReferenceCalls;

/**
 * The view of a table from one instance: the cells are shared, and the references read from them are this instance's. The instance that
 * the engine passes for a reference is ignored, because the reference itself determines it.
 */
final class TableView extends TableInstance {
  private static final ValType NOT_NULL =
      ValType.builder()
          .withOpcode(ValType.ID.Ref)
          .withTypeIdx(ValType.TypeIdxCode.FUNC.code())
          .build();

  private static final int NULL = -1;

  /** In {@link #own}: a function of another instance, or of the host. */
  private static final int FOREIGN = -2;

  private final StoreTable table;
  private final GuestInstance viewer;
  private final String nullMessage;
  private ValType elementType;

  /** The index of each element that is a function of the viewer, so that such calls cost no more than without a view. */
  private int[] own = {};

  /** The number of elements that are in it; the others are looked up on first use. */
  private int known;

  private TableView(
      StoreTable table, GuestInstance viewer, ValType elementType, String nullMessage) {
    super(new Table(elementType, new TableLimits(0, 0)), NULL);
    this.table = table;
    this.viewer = viewer;
    this.nullMessage = nullMessage;
    this.elementType = elementType;
  }

  static TableView of(StoreTable table, GuestInstance viewer, ValType elementType) {
    return of(table, viewer, elementType, "uninitialized element");
  }

  /** Of the table through which references are called: see {@link ReferenceCalls}. */
  static TableView ofReference(StoreTable table, GuestInstance viewer, ValType elementType) {
    return of(table, viewer, elementType, "null function reference");
  }

  private static TableView of(
      StoreTable table, GuestInstance viewer, ValType elementType, String nullMessage) {
    TableView view = new TableView(table, viewer, elementType, nullMessage);
    if (table.holdsFunctions()) {
      table.add(view);
    }
    return view;
  }

  /** Looks up the elements that are missing in the view. */
  private void catchUp() {
    int length = table.length();
    if (length > own.length) {
      own = Arrays.copyOf(own, StoreTable.capacity(own.length, length, Integer.MAX_VALUE));
    }
    viewer.store.meter().count((long) GuestStore.TABLE_ELEMENT * (length - known));
    while (known < length) {
      own[known] = seen(table.function(known));
      known++;
    }
  }

  /** Called when an element of the table changes. */
  void changed(int index, StoreFunc function) {
    if (index < known) {
      own[index] = seen(function);
    }
  }

  private int seen(StoreFunc function) {
    return function == null
        ? NULL
        : function instanceof GuestFunc guest && guest.owner == viewer ? guest.index : FOREIGN;
  }

  /**
   * Lets {@code table.init} accept all references from now on. By default, for a table of {@code funcref}, it would refuse any that is
   * not an index of the instance itself.
   */
  void acceptHandles() {
    elementType = NOT_NULL;
  }

  @Override
  public ValType elementType() {
    return elementType;
  }

  @Override
  public int size() {
    return table.length();
  }

  @Override
  public TableLimits limits() {
    return table.limits();
  }

  @Override
  public int grow(int size, int value, Instance ignored) {
    int old = table.growBy(size);
    if (old >= 0 && value != NULL) {
      for (int i = old; i < table.length(); i++) {
        setRef(i, value, ignored);
      }
    }
    return old;
  }

  @Override
  public int ref(int index) {
    if (!table.contains(index)) {
      throw new WasmRuntimeException("out of bounds table access");
    }
    if (!table.holdsFunctions()) {
      return table.ref(index);
    }
    int seen = seen(table.function(index));
    return seen == FOREIGN ? table.function(index).handle() : seen;
  }

  @Override
  public int requiredRef(int index) {
    if (index < 0 || index >= known) {
      if (!table.contains(index)) {
        throw new ChicoryException("undefined element");
      }
      catchUp();
    }
    int reference = own[index];
    return reference >= 0 ? reference : foreign(index, reference);
  }

  private int foreign(int index, int reference) {
    if (reference == NULL) {
      throw new ChicoryException(nullMessage);
    }
    return viewer.adapter().prepare(table.function(index));
  }

  /** Called right after {@link #requiredRef}, but also, with any index, while tables are copied. */
  @Override
  public Instance instance(int index) {
    return index >= 0 && index < known && own[index] == FOREIGN
        ? viewer.adapter().instance()
        : null;
  }

  @Override
  public void setRef(int index, int value, Instance ignored) {
    if (!table.contains(index)) {
      throw new UninstantiableException("out of bounds table access");
    }
    if (table.holdsFunctions()) {
      table.put(index, viewer.in(value));
    } else {
      table.put(index, value);
    }
  }

  @Override
  public void reset() {
    for (int i = 0; i < table.length(); i++) {
      setRef(i, NULL, null);
    }
  }
}
