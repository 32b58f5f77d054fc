package radicchio.engine.chicory.store;

import radicchio.engine.ExternType.FuncType;
import radicchio.engine.Func;
import radicchio.engine.chicory.module.Signature;

/** A function of a store, of a guest or of the host. There is one object for each function, so its identity is the object's. */
abstract sealed class StoreFunc implements Func permits GuestFunc, StoreHostFunc, MemoryFunction {
  static final long[] NONE = new long[0];

  /** The most parameters of a direct call. */
  private static final int MOST_DIRECT = 4;

  final GuestStore store;
  final Signature signature;

  /** Its type in the store; see {@link GuestStore#typeId}. */
  final int typeId;

  private int handle = -1;

  StoreFunc(GuestStore store, Signature signature) {
    this.store = store;
    this.signature = signature;
    this.typeId = store.typeId(signature.text());
  }

  /**
   * Calls it from a guest: references in the arguments and results are the caller's, and an exception that leaves has one of the
   * caller's tags.
   */
  abstract long[] callFrom(GuestInstance caller, long[] args);

  /** Returns its number in the store, which is its reference everywhere except in the instance that defines it. */
  final int handle() {
    if (handle < 0) {
      handle = store.register(this);
    }
    return handle;
  }

  @Override
  public final boolean isDirect() {
    return signature.isOfNumbers(MOST_DIRECT);
  }

  @Override
  public final long direct(long a, long b, long c, long d) {
    long[] results =
        switch (signature.type().params().size()) {
          case 0 -> call();
          case 1 -> call(a);
          case 2 -> call(a, b);
          case 3 -> call(a, b, c);
          default -> call(a, b, c, d);
        };
    return results.length == 0 ? 0 : results[0];
  }

  @Override
  public final FuncType type() {
    return signature.type();
  }

  /** Throws any exception, checked or not, unchanged. */
  @SuppressWarnings("unchecked")
  static <T extends Throwable> RuntimeException sneaky(Throwable t) throws T {
    throw (T) t;
  }
}
