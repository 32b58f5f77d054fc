package radicchio.engine.chicory.store;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.TagSection;
import com.dylibso.chicory.wasm.types.TagType;
import com.dylibso.chicory.wasm.types.TypeSection;
import com.dylibso.chicory.wasm.types.ValType;
import java.lang.invoke.MethodHandles;
import java.util.Collections;
import java.util.List;

/**
 * Converts exceptions that cross from one instance to another. The engine identifies a tag by its index in an instance. A crossing
 * exception gets the receiver's tag of the same identity or, if the receiver does not have the tag, one that only a clause without a
 * tag can catch.
 */
final class Tags {
  /** The engine keeps caught exceptions by tag index: these lie above the indices that modules have. */
  private static final int FIRST_FOREIGN = 1 << 12;

  private static final int FOREIGN = 1 << 8;

  private static final Instance NOBODY = nobody();

  private Tags() {}

  /** Initialises what a crossing exception needs. */
  static void preload() throws IllegalAccessException {
    MethodHandles.lookup().ensureInitialized(Foreign.class);
  }

  /** An exception of a tag that its current instance does not have. */
  private static final class Foreign extends WasmException {
    private static final long serialVersionUID = 1L;
    private final transient StoreTag tag;

    Foreign(StoreTag tag, long[] args) {
      super(NOBODY, FIRST_FOREIGN + tag.store.nextForeign() % FOREIGN, args);
      this.tag = tag;
    }
  }

  /** Returns an exception that left {@code from}, as it is in {@code to}. */
  static WasmException cross(WasmException thrown, GuestInstance from, GuestInstance to) {
    StoreTag tag = thrown instanceof Foreign foreign ? foreign.tag : from.tag(thrown.tagIdx());
    long[] args = thrown.args();
    int[] funcrefs = tag.signature.funcrefParams();
    if (funcrefs.length > 0 && !(thrown instanceof Foreign)) {
      args = args.clone();
      from.toStore(args, funcrefs);
    }
    int index = to.indexOf(tag);
    if (index < 0) {
      return new Foreign(tag, args);
    }
    if (funcrefs.length > 0) {
      args = args.clone();
      to.fromStore(args, funcrefs);
    }
    return new WasmException(to.instance(), index, args);
  }

  private static Instance nobody() {
    TypeSection types =
        TypeSection.builder()
            .addFunctionType(FunctionType.of(Collections.nCopies(1002, ValType.I64), List.of()))
            .build();
    TagSection.Builder tags = TagSection.builder();
    for (int i = 0; i < FIRST_FOREIGN + FOREIGN; i++) {
      tags.addTagType(new TagType((byte) 0, 0));
    }
    return Instance.builder(
            WasmModule.builder()
                .setTypeSection(types)
                .setTagSection(tags.build())
                .withValidation(false)
                .build())
        .withStart(false)
        .build();
  }
}
