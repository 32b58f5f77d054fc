package radicchio.engine.chicory.store;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.OpcodeImpl;
import com.dylibso.chicory.runtime.WasmArray;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import radicchio.engine.chicory.compile.ClassNames;

/**
 * The instructions whose bounds the engine checks with sums of 32 bits, and leaves to the JVM if these overflow. Finds the
 * instruction in the stack of the JVM's exception.
 */
enum BulkInstruction {
  MEMORY,
  TABLE,
  ARRAY,
  /** An array whose length, as an unsigned number, is too large for the JVM. */
  NEW_ARRAY;

  /** Frames that may be between the exception and the instruction: those of collections and their checks. */
  private static final int MOST_FRAMES = 8;

  private static final Set<String> ENGINE =
      Set.of(
          OpcodeImpl.class.getName(),
          InterpreterMachine.class.getName(),
          ConstantEvaluators.class.getName());

  /** Returns the instruction; empty if the exception came from other code. */
  static Optional<BulkInstruction> of(Throwable t) {
    StackTraceElement[] stack = t.getStackTrace();
    for (int i = 0; i < Math.min(stack.length, MOST_FRAMES); i++) {
      String type = stack[i].getClassName();
      if (type.equals(WasmArray.class.getName())) {
        return Optional.of(ARRAY);
      }
      if (ENGINE.contains(type) || type.startsWith(ClassNames.PACKAGE)) {
        Optional<BulkInstruction> found = named(stack[i].getMethodName());
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** Of our instructions {@code arrayNewData}, of the engine's {@code ARRAY_NEW_DATA}. */
  private static Optional<BulkInstruction> named(String method) {
    return switch (method.replace("_", "").toLowerCase(Locale.ROOT)) {
      case "arraynew", "arraynewdefault", "computeconstantvalue" -> Optional.of(NEW_ARRAY);
      case "arraynewdata", "arrayinitdata", "readfromdata" -> Optional.of(MEMORY);
      case "arraynewelem", "arrayinitelem", "tableinit", "tablecopy", "tablefill" ->
          Optional.of(TABLE);
      case "arrayfill", "arraycopy" -> Optional.of(ARRAY);
      default -> Optional.empty();
    };
  }
}
