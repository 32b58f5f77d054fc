package radicchio.engine.chicory.compiler;

import java.util.BitSet;
import org.objectweb.asm.Label;
import radicchio.engine.chicory.compiler.division.BodyOutline;
import radicchio.engine.chicory.compiler.division.BodyOutline.Op;
import radicchio.engine.chicory.module.format.Cursor;

/** Notes what a division of a function needs while its body is compiled. */
final class BodyRecorder {
  private static final int[] NO_LABELS = {};
  private static final int TYPE_REF = 0x64;
  private static final int TYPE_REF_NULL = 0x63;

  /** A type of one byte is at most this; the index of a type may be longer. */
  private static final int LAST_SINGLE = 0x7f;

  private static final int TRY_TABLE = 0x1f;
  private static final int BRANCH_ON_CAST = 24;
  private static final int BRANCH_ON_CAST_FAIL = 25;

  private final StackMachine machine;
  private final Cursor in;
  private final BodyOutline outline;

  BodyRecorder(StackMachine machine, Cursor in) {
    this.machine = machine;
    this.in = in;
    LocalLayout layout = machine.layout();
    int[] places = new int[layout.count()];
    BitSet inputsOnly = new BitSet();
    for (int i = 0; i < places.length; i++) {
      places[i] = WasmTypes.places(layout.type(i));
      inputsOnly.set(i, isException(layout.type(i)));
    }
    this.outline = new BodyOutline(places, inputsOnly);
  }

  /** An exception has a number only where it must: each that got one is kept as long as its instance. */
  private static boolean isException(int type) {
    return WasmTypes.kind(type) == 'X';
  }

  BodyOutline outline() {
    return outline;
  }

  /**
   * Notes an instruction whose opcode was read, before it is compiled.
   *
   * @param offset where it is, in bytes from the beginning of the body
   */
  void instruction(int opcode, int offset) {
    boolean live = machine.isLive();
    boolean clear = machine.values().size() == machine.innermost().height;
    Op op = op(opcode);
    if (op == Op.OTHER && !(live && clear)) {
      return;
    }
    if (!live && !op.isStructure()) {
      return;
    }
    Label here = new Label();
    machine.code().label(here);
    outline.at(offset, here.getOffset(), clear, live);
    int at = in.at();
    note(op, opcode);
    in.seek(at);
  }

  private Op op(int opcode) {
    return switch (opcode) {
      case 0x00, 0x08, 0x0a -> Op.STOP;
      case 0x02 -> Op.BLOCK;
      case 0x03 -> Op.LOOP;
      case 0x04 -> Op.IF;
      case 0x05 -> Op.ELSE;
      case 0x06, 0x1f -> Op.TRY;
      case 0x07, 0x19 -> Op.CATCH;
      case 0x09 -> Op.RETHROW;
      case 0x0b -> Op.END;
      case 0x0c, 0x0e, 0x0f -> Op.BRANCH;
      case 0x0d, 0xd5, 0xd6 -> Op.BRANCH_IF;
      case 0x12, 0x13, 0x15 -> Op.STAYS;
      case 0x18 -> Op.DELEGATE;
      case 0x20 -> Op.GET;
      case 0x21 -> Op.SET;
      case 0x22 -> Op.TEE;
      case 0xfb -> isCastBranch() ? Op.BRANCH_IF : Op.OTHER;
      default -> Op.OTHER;
    };
  }

  private boolean isCastBranch() {
    int at = in.at();
    int opcode = in.u32();
    in.seek(at);
    return opcode == BRANCH_ON_CAST || opcode == BRANCH_ON_CAST_FAIL;
  }

  private void note(Op op, int opcode) {
    switch (op) {
      case GET, SET, TEE -> outline.local(op, in.u32());
      case BLOCK, LOOP, IF -> outline.open(op, NO_LABELS);
      case TRY -> outline.open(op, opcode == TRY_TABLE ? caught() : NO_LABELS);
      case ELSE -> outline.otherwise();
      case CATCH -> outline.beginCatch();
      case END, DELEGATE -> outline.close(op);
      case BRANCH, BRANCH_IF -> {
        int[] labels = labels(opcode);
        for (int label : labels) {
          outline.values(label, values(machine.block(label)));
        }
        outline.branch(op, labels);
      }
      case RETHROW -> outline.branch(op, new int[] {in.u32()});
      default -> outline.other(op);
    }
  }

  private int[] labels(int opcode) {
    switch (opcode) {
      case 0x0e -> {
        int[] labels = new int[in.u32() + 1];
        for (int i = 0; i < labels.length; i++) {
          labels[i] = in.u32();
        }
        return labels;
      }
      case 0x0f -> {
        return new int[] {machine.depth() - 1};
      }
      case 0xfb -> {
        in.u32();
        in.u8(); // which of the types have the null
        return new int[] {in.u32()};
      }
      default -> {
        return new int[] {in.u32()};
      }
    }
  }

  /** The labels of the clauses of a {@code try_table}. */
  private int[] caught() {
    skipBlockType();
    int[] labels = new int[in.u32()];
    for (int i = 0; i < labels.length; i++) {
      if (in.u8() < 2) {
        in.u32();
      }
      labels[i] = in.u32();
      outline.values(labels[i], values(machine.block(labels[i])));
    }
    return labels;
  }

  private void skipBlockType() {
    int at = in.at();
    int code = in.u8();
    if (code == TYPE_REF || code == TYPE_REF_NULL) {
      WasmTypes.readHeap(in);
    } else if (code > LAST_SINGLE) {
      in.seek(at);
      in.signed(33);
    }
  }

  /** How many values a branch to a block takes along; -1 if there are exceptions among them. */
  private static int values(Block block) {
    for (int type : block.label()) {
      if (isException(type)) {
        return -1;
      }
    }
    return block.label().length;
  }
}
