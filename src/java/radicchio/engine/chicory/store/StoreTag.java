package radicchio.engine.chicory.store;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.List;
import radicchio.engine.ExternType.TagType;
import radicchio.engine.Tag;
import radicchio.engine.chicory.module.Signature;

/**
 * A tag, which has the identity of this object.
 *
 * <p>The engine treats an imported tag like any other of the same type. So after linking, an imported tag gets a type that no other tag
 * has.
 */
final class StoreTag implements Tag {
  /** Longer than any parameter list that a module may have. */
  private static final int SEAL_LENGTH = 1001;

  final GuestStore store;
  final Signature signature;
  private final int number;
  private FunctionType seal;

  StoreTag(GuestStore store, Signature signature, int number) {
    this.store = store;
    this.signature = signature;
    this.number = number;
  }

  FunctionType seal() {
    if (seal == null) {
      seal = seal(number);
    }
    return seal;
  }

  private static FunctionType seal(int number) {
    List<ValType> bits = new ArrayList<>(SEAL_LENGTH);
    for (int i = 0; i < Integer.SIZE; i++) {
      bits.add((number >>> i & 1) == 0 ? ValType.F32 : ValType.F64);
    }
    while (bits.size() < SEAL_LENGTH) {
      bits.add(ValType.I64);
    }
    return FunctionType.of(bits, List.of());
  }

  @Override
  public TagType type() {
    return new TagType(signature.type());
  }
}
