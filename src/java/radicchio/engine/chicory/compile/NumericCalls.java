package radicchio.engine.chicory.compile;

import com.dylibso.chicory.runtime.OpcodeImpl;
import java.util.Map;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import radicchio.engine.chicory.instructions.NumericInstructions;

/** Makes compiled functions call {@link NumericInstructions} for the instructions that the engine has wrong. */
final class NumericCalls extends MethodVisitor {
  private static final String ENGINE = Type.getInternalName(OpcodeImpl.class);
  private static final String OURS = Type.getInternalName(NumericInstructions.class);

  /** Our methods, by the engine's. */
  private static final Map<String, String> CORRECTED =
      Map.of(
          "F32_ABS", "f32Abs",
          "F64_ABS", "f64Abs",
          "F32_CONVERT_I64_U", "f32ConvertI64U",
          "F64_CONVERT_I64_U", "f64ConvertI64U");

  NumericCalls(MethodVisitor next) {
    super(Opcodes.ASM9, next);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    boolean corrected = owner.equals(ENGINE) && CORRECTED.containsKey(name);
    super.visitMethodInsn(
        opcode,
        corrected ? OURS : owner,
        corrected ? CORRECTED.get(name) : name,
        descriptor,
        isInterface);
  }
}
