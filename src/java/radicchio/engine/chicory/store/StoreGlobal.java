package radicchio.engine.chicory.store;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.Optional;
import radicchio.engine.CoreType;
import radicchio.engine.ExternType.GlobalType;
import radicchio.engine.Global;
import radicchio.engine.chicory.module.Signature;
import radicchio.engine.chicory.module.TypeTexts;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** A global, with its cell and, for function references, the instance whose references the cell holds. */
final class StoreGlobal implements Global, Held {
  private final GuestStore store;
  private final GlobalType type;
  private GlobalInstance cell;
  private Optional<GuestInstance> owner;

  private StoreGlobal(
      GuestStore store, GlobalType type, GlobalInstance cell, Optional<GuestInstance> owner) {
    this.store = store;
    this.type = type;
    this.cell = cell;
    this.owner = owner;
  }

  static StoreGlobal of(GuestInstance owner, GlobalType type, GlobalInstance cell) {
    return owner.store.hold(
        new StoreGlobal(
            owner.store,
            type,
            cell,
            Signature.isFuncref(type.value()) ? Optional.of(owner) : Optional.empty()));
  }

  /** One of the host; a function reference in it is a slot of the store. */
  static StoreGlobal ofHost(GuestStore store, GlobalType type, long initial) {
    return store.hold(
        new StoreGlobal(
            store,
            type,
            new GlobalInstance(
                initial,
                0,
                hostType(type),
                type.mutable() ? MutabilityType.Var : MutabilityType.Const),
            Optional.empty()));
  }

  /** Releases the cell, which refers to its instance, and so to a guest's memory. */
  @Override
  public void release() {
    long zero = type.value() instanceof CoreType.Ref ? GuestStore.NULL_REF : 0;
    cell = new GlobalInstance(zero, 0, cell.getType(), cell.getMutabilityType());
    owner = Optional.empty();
  }

  @Override
  public void search(ExternRefs.Search search) {
    if (search.isIn(type.value())) {
      search.found(cell.getValue());
    }
  }

  /** Tests whether the module that defines it declares one function type as a subtype of another, both by their texts. */
  boolean declaresSubtype(String type, String of) {
    return owner.isPresent() && owner.get().module.types().isDeclaredSubtype(type, of);
  }

  private static ValType hostType(GlobalType type) {
    return switch (TypeTexts.text(type.value())) {
      case "i32" -> ValType.I32;
      case "i64" -> ValType.I64;
      case "f32" -> ValType.F32;
      case "f64" -> ValType.F64;
      case "funcref" -> ValType.FuncRef;
      case "externref" -> ValType.ExternRef;
      default ->
          throw RadicchioException.of(
              ErrorKind.ARGUMENT,
              "expected a number type, funcref or externref for a global of the host, got "
                  + TypeTexts.text(type.value()));
    };
  }

  /** Returns the view of an instance that imports it. */
  GlobalInstance seenBy(GuestInstance viewer, ValType as) {
    return Signature.isFuncref(type.value()) ? new View(viewer, as) : cell;
  }

  private final class View extends GlobalInstance {
    private final GuestInstance viewer;

    View(GuestInstance viewer, ValType as) {
      super(0, 0, as, type.mutable() ? MutabilityType.Var : MutabilityType.Const);
      this.viewer = viewer;
    }

    @Override
    public long getValue() {
      return viewer.fromStore(get());
    }

    @Override
    public long getValueLow() {
      return getValue();
    }

    @Override
    public void setValue(long value) {
      put(viewer.toStore(value));
    }

    @Override
    public void setValueLow(long value) {
      setValue(value);
    }
  }

  GuestStore store() {
    return store;
  }

  private void put(long slot) {
    cell.setValue(owner.isPresent() ? owner.get().fromStore(slot) : slot);
  }

  @Override
  public GlobalType type() {
    return type;
  }

  @Override
  public long get() {
    long value = cell.getValue();
    if (owner.isPresent()) {
      return owner.get().toStore(value);
    }
    return type.value() == CoreType.I32 ? (int) value : value;
  }

  @Override
  public long high() {
    return cell.getValueHigh();
  }

  @Override
  public void set(long slot) {
    if (!type.mutable()) {
      throw RadicchioException.of(ErrorKind.ARGUMENT, "the global is immutable");
    }
    put(slot);
  }
}
