package radicchio.abi;

import radicchio.abi.context.Context;
import radicchio.abi.layout.ElementSize;

/** Loads and stores the message of an error context. */
public final class MessageText {
  private MessageText() {}

  /** {@code load_string_from_range}. */
  public static String load(Context context, long pointer, long taggedCodeUnits) {
    return Strings.load(context, pointer, taggedCodeUnits).decode(context.deadline());
  }

  /** {@code store_string}: stores the pointer and the length of a copy at an address, which is checked. */
  public static void store(Context context, String message, long pointer) {
    context.checkPlace(
        "debug-message", pointer, 2L * ElementSize.POINTER_SIZE, ElementSize.POINTER_SIZE);
    long pair = Strings.store(context, message);
    context.memory().writeInt(pointer, (int) (pair >>> 32));
    context.memory().writeInt(pointer + ElementSize.POINTER_SIZE, (int) pair);
  }
}
