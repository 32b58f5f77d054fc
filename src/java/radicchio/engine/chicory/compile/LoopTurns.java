package radicchio.engine.chicory.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes compiled functions check the deadline once in many turns of their loops. The engine's compiler inserts a check at each
 * turn. The check is a volatile read, which prevents the JVM's compiler from keeping values in registers and from unrolling.
 *
 * <p>Each function counts the turns of all its loops in an additional local. While turns are left, it jumps to the loop's head
 * directly, after the check. So the JVM's compiler finds a loop without the check inside a loop with it. A jump by a {@code
 * br_table} checks each time, as calls do.
 */
final class LoopTurns {
  /** The number of turns of a small function between two checks. */
  private static final int MOST = 1_000;

  /** The most instructions between two checks. A large function has fewer turns, because one turn may run all its instructions. */
  private static final int INSTRUCTIONS = 500_000;

  private static final String LOOK = "checkInterruption";

  private LoopTurns() {}

  /** Returns a class of compiled functions with its loops counted, and with the {@link NumericCalls}. */
  static byte[] counted(byte[] compiled) {
    ClassReader reader = new ClassReader(compiled);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor to =
                new NumericCalls(
                    super.visitMethod(access, name, descriptor, signature, exceptions));
            return new MethodNode(Opcodes.ASM9, access, name, descriptor, signature, exceptions) {
              @Override
              public void visitEnd() {
                count(this);
                accept(to);
              }
            };
          }
        },
        ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  private static void count(MethodNode method) {
    List<JumpInsnNode> jumps = new ArrayList<>();
    for (AbstractInsnNode i : method.instructions) {
      if (i instanceof JumpInsnNode jump && jump.getOpcode() == Opcodes.GOTO && looks(i)) {
        jumps.add(jump);
      }
    }
    if (jumps.isEmpty()) {
      return;
    }
    Counter left = new Counter(method.maxLocals, turns(method));
    jumps.forEach(jump -> left.countAt(jump, method.instructions));
    method.instructions.insert(left.restarted());
    for (AbstractInsnNode i : method.instructions) {
      if (i instanceof FrameNode frame) {
        left.addTo(frame);
      }
    }
    method.maxLocals++;
    method.maxStack++;
  }

  private static boolean looks(AbstractInsnNode jump) {
    return jump.getPrevious() instanceof MethodInsnNode call && call.name.equals(LOOK);
  }

  private static int turns(MethodNode method) {
    return Math.max(1, Math.min(MOST, INSTRUCTIONS / method.instructions.size()));
  }

  /** The local with the number of remaining turns. */
  private record Counter(int local, int turns) {

    void countAt(JumpInsnNode jump, InsnList instructions) {
      InsnList turn = new InsnList();
      turn.add(new IincInsnNode(local, -1));
      turn.add(new VarInsnNode(Opcodes.ILOAD, local));
      turn.add(new JumpInsnNode(Opcodes.IFGT, jump.label));
      instructions.insertBefore(jump.getPrevious(), turn);
      instructions.insertBefore(jump, restarted());
    }

    InsnList restarted() {
      InsnList restart = new InsnList();
      restart.add(new IntInsnNode(Opcodes.SIPUSH, turns));
      restart.add(new VarInsnNode(Opcodes.ISTORE, local));
      return restart;
    }

    /** A frame has one type for the two slots of a {@code long} or a {@code double}. */
    void addTo(FrameNode frame) {
      List<Object> locals = new ArrayList<>(frame.local);
      int places = locals.size();
      for (Object type : frame.local) {
        if (type.equals(Opcodes.LONG) || type.equals(Opcodes.DOUBLE)) {
          places++;
        }
      }
      locals.addAll(Collections.nCopies(local - places, Opcodes.TOP));
      locals.add(Opcodes.INTEGER);
      frame.local = locals;
    }
  }
}
