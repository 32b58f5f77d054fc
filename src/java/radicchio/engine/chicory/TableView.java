package radicchio.engine.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;

/**
 * A table as one instance sees it: the cells are shared, the references read from them are this instance's.
 * Which instance the engine says a reference comes from is ignored, since a reference says that itself.
 */
final class TableView extends TableInstance {
  private static final ValType NOT_NULL = ValType.builder()
      .withOpcode(ValType.ID.Ref)
      .withTypeIdx(ValType.TypeIdxCode.FUNC.code())
      .build();

  private final StoreTable table;
  private final GuestInstance viewer;
  private final String nullMessage;
  private ValType elementType;

  private TableView(
      StoreTable table, GuestInstance viewer, ValType elementType, String nullMessage) {
    super(new Table(elementType, new TableLimits(0, 0)), -1);
    this.table = table;
    this.viewer = viewer;
    this.nullMessage = nullMessage;
    this.elementType = elementType;
  }

  static TableView of(StoreTable table, GuestInstance viewer, ValType elementType) {
    return new TableView(table, viewer, elementType, "uninitialized element");
  }

  /** Of the table through which references are called: see {@link ReferenceCalls}. */
  static TableView ofReference(StoreTable table, GuestInstance viewer, ValType elementType) {
    return new TableView(table, viewer, elementType, "null function reference");
  }

  /**
   * From here on {@code table.init} takes references for what they are: into a table of {@code funcref} it
   * would refuse any that is not an index of the instance itself.
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
    if (old >= 0 && value != -1) {
      for (int i = old; i < table.length(); i++) {
        setRef(i, value, ignored);
      }
    }
    return old;
  }

  @Override
  public int ref(int index) {
    if (!table.contains(index)) {
      throw new ChicoryException("undefined element");
    }
    return table.holdsFunctions() ? viewer.out(table.function(index)) : table.ref(index);
  }

  @Override
  public int requiredRef(int index) {
    if (!table.contains(index)) {
      throw new ChicoryException("undefined element");
    }
    StoreFunc function = table.function(index);
    if (function == null) {
      throw new ChicoryException(nullMessage);
    }
    return function instanceof GuestFunc guest && guest.owner == viewer
        ? guest.index
        : viewer.adapter().prepare(function);
  }

  /** Asked right after {@link #requiredRef}, but also, with any index, while tables are copied. */
  @Override
  public Instance instance(int index) {
    if (!table.holdsFunctions() || !table.contains(index)) {
      return null;
    }
    StoreFunc function = table.function(index);
    return function == null || function instanceof GuestFunc guest && guest.owner == viewer
        ? null
        : viewer.adapter().instance();
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
      setRef(i, -1, null);
    }
  }
}
