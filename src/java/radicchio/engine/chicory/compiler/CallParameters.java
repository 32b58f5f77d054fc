package radicchio.engine.chicory.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.Opcodes;

/**
 * The parameters of a method that calls functions of a type, and the frame types of its first locals: those of the functions, then so many
 * ints, then the state.
 */
record CallParameters(TypeTable.FunctionShape type, int ints) {
  /** The local of the first int behind the parameters of the function. */
  int number() {
    return BoxedCalls.state(type);
  }

  boolean wide() {
    return LocalLayout.isWide(type.params());
  }

  int state() {
    return number() + ints;
  }

  Object[] frame(Object... more) {
    List<Object> all = new ArrayList<>();
    if (wide()) {
      all.add("[J");
    } else {
      for (int param : type.params()) {
        LocalLayout.addTo(all, param);
      }
    }
    for (int i = 0; i < ints; i++) {
      all.add(Opcodes.INTEGER);
    }
    all.add(JvmCode.STATE);
    all.addAll(Arrays.asList(more));
    return all.toArray();
  }

  void loadArguments(JvmCode code) {
    if (wide()) {
      code.variable(Opcodes.ALOAD, 0);
      return;
    }
    int local = 0;
    for (int param : type.params()) {
      code.load(param, local);
      local += WasmTypes.places(param);
    }
  }

  void leave(JvmCode code) {
    code.insn(type.results().length == 0 ? Opcodes.RETURN : JvmCode.returning(type.results()[0]));
  }
}
