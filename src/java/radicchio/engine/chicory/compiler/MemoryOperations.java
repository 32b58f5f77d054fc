package radicchio.engine.chicory.compiler;

import org.objectweb.asm.Opcodes;
import radicchio.engine.chicory.module.format.Cursor;

/** Loads and stores, and instructions on whole memories. */
final class MemoryOperations {
  static final int FIRST = 0x28;
  static final int LAST = 0x3e;

  private static final int OTHER_MEMORY = 0x40;

  /**
   * A load or a store.
   *
   * @param type of the value
   * @param method the name of a method of {@link radicchio.engine.chicory.machine.MemoryAccess}
   * @param kind the kind of the method's value
   * @param alignment the largest, as a power of two
   */
  private record Access(int type, String method, char kind, int alignment) {
    boolean isStore() {
      return method.startsWith("store");
    }
  }

  private static final Access[] ACCESSES = {
    new Access(WasmTypes.I32, "load32", 'I', 2),
    new Access(WasmTypes.I64, "load64", 'J', 3),
    new Access(WasmTypes.F32, "loadF32", 'F', 2),
    new Access(WasmTypes.F64, "loadF64", 'D', 3),
    new Access(WasmTypes.I32, "load8S", 'I', 0),
    new Access(WasmTypes.I32, "load8U", 'I', 0),
    new Access(WasmTypes.I32, "load16S", 'I', 1),
    new Access(WasmTypes.I32, "load16U", 'I', 1),
    new Access(WasmTypes.I64, "load8S", 'I', 0),
    new Access(WasmTypes.I64, "load8U", 'I', 0),
    new Access(WasmTypes.I64, "load16S", 'I', 1),
    new Access(WasmTypes.I64, "load16U", 'I', 1),
    new Access(WasmTypes.I64, "load32", 'I', 2),
    new Access(WasmTypes.I64, "load32U", 'J', 2),
    new Access(WasmTypes.I32, "store32", 'I', 2),
    new Access(WasmTypes.I64, "store64", 'J', 3),
    new Access(WasmTypes.F32, "storeF32", 'F', 2),
    new Access(WasmTypes.F64, "storeF64", 'D', 3),
    new Access(WasmTypes.I32, "store8", 'I', 0),
    new Access(WasmTypes.I32, "store16", 'I', 1),
    new Access(WasmTypes.I64, "store8", 'I', 0),
    new Access(WasmTypes.I64, "store16", 'I', 1),
    new Access(WasmTypes.I64, "store32", 'I', 2),
  };

  /** The immediates of an access: the memory, the offset as an unsigned number, and the alignment as a power of two. */
  record Place(int memory, long offset, int alignment) {
    boolean isOutOfBounds() {
      return offset > Integer.MAX_VALUE;
    }
  }

  private final MethodContext context;
  private final StackMachine machine;
  private final Cursor in;

  MemoryOperations(MethodContext context) {
    this.context = context;
    this.machine = context.machine();
    this.in = context.in();
  }

  /** Reads a memory argument. */
  Place place(int largestAlignment) {
    int flags = in.u32();
    int memory = 0;
    if ((flags & OTHER_MEMORY) != 0) {
      memory = in.u32();
    }
    int alignment = flags & ~OTHER_MEMORY;
    if (alignment > largestAlignment) {
      throw machine.invalid("alignment must not be larger than natural");
    }
    return new Place(memory, in.unsigned(), alignment);
  }

  void access(int opcode) {
    Access access = ACCESSES[opcode - FIRST];
    Place place = place(access.alignment());
    if (access.isStore()) {
      machine.take(WasmTypes.I32, access.type());
    } else {
      machine.take(WasmTypes.I32);
    }
    if (machine.isLive()) {
      if (place.isOutOfBounds()) {
        trap();
      } else {
        write(access, place);
      }
    }
    if (!access.isStore()) {
      machine.give(access.type());
    }
  }

  /** Writes an access at an offset, with its operands on the JVM's stack. It traps if the offset is beyond every memory. */
  void access(int opcode, Place place, int delta) {
    Place at = new Place(place.memory(), place.offset() + delta, 0);
    if (at.isOutOfBounds()) {
      Access access = ACCESSES[opcode - FIRST];
      String operands = access.isStore() ? "(IJ)" : "(I)";
      context
          .code()
          .invokeStatic(
              JvmCode.TRAPS,
              access.isStore() ? "storeOutOfBounds" : "loadOutOfBounds",
              operands + (access.isStore() ? "V" : "J"));
    } else {
      write(ACCESSES[opcode - FIRST], at);
    }
  }

  /** The size that every memory is smaller than. */
  void trap() {
    machine.line();
    context.code().invokeStatic(JvmCode.TRAPS, "outOfBounds", "()Ljava/lang/RuntimeException;");
    context.code().insn(Opcodes.ATHROW);
    machine.trapped();
  }

  private void write(Access access, Place place) {
    JvmCode code = context.code();
    boolean converted = access.type() == WasmTypes.I64 && access.kind() == 'I';
    if (access.isStore() && converted) {
      code.insn(Opcodes.L2I);
    }
    call(access.method(), access.kind(), access.isStore(), place);
    if (!access.isStore() && converted) {
      code.insn(Opcodes.I2L);
    }
  }

  /** Calls a method of the module's accesses, with the base and a value to store on the JVM's stack. */
  void call(String method, char kind, boolean isStore, Place place) {
    machine.line();
    context.code().iconst((int) place.offset());
    context.loadMemory(place.memory());
    String descriptor =
        "(I" + (isStore ? kind : "") + "I" + JvmCode.MEMORY_TYPE + ")" + (isStore ? "V" : kind);
    context.code().invokeStatic(context.classes().accesses(), method, descriptor);
  }

  void size() {
    int memory = in.u32();
    machine.settle();
    if (machine.isLive()) {
      context.loadMemory(memory);
      context.code().invokeVirtual(JvmCode.MEMORY, "pages", "()I");
    }
    machine.give(WasmTypes.I32);
  }

  void grow() {
    int memory = in.u32();
    machine.take(WasmTypes.I32);
    if (machine.isLive()) {
      machine.line();
      context.loadMemory(memory);
      context.code().insn(Opcodes.SWAP);
      context.code().invokeVirtual(JvmCode.MEMORY, "grow", "(I)I");
    }
    machine.give(WasmTypes.I32);
  }

  void init() {
    int segment = in.u32();
    int memory = in.u32();
    bulk(
        () -> {
          context.code().iconst(segment);
          context.loadMemory(memory);
        },
        "init",
        "(IIII" + JvmCode.MEMORY_TYPE + ")V");
  }

  void dropData() {
    int segment = in.u32();
    if (machine.isLive()) {
      machine.settle();
      context.loadInstance();
      context.code().iconst(segment);
      context.code().invokeVirtual(JvmCode.INSTANCE, "dropDataSegment", "(I)V");
    }
  }

  void copy() {
    int target = in.u32();
    int source = in.u32();
    bulk(
        () -> {
          context.loadMemory(target);
          context.loadMemory(source);
        },
        "copy",
        "(III" + JvmCode.MEMORY_TYPE + JvmCode.MEMORY_TYPE + ")V");
  }

  void fill() {
    int memory = in.u32();
    bulk(() -> context.loadMemory(memory), "fill", "(III" + JvmCode.MEMORY_TYPE + ")V");
  }

  private void bulk(Runnable operands, String method, String descriptor) {
    machine.take(WasmTypes.I32, WasmTypes.I32, WasmTypes.I32);
    if (machine.isLive()) {
      machine.line();
      operands.run();
      context.code().invokeStatic(JvmCode.BULK, method, descriptor);
    }
  }
}
