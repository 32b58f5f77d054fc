package radicchio.engine.chicory.store;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.OpcodeImpl;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.InvalidException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import radicchio.engine.ExternType.MemoryType;
import radicchio.engine.Limits;
import radicchio.engine.chicory.instructions.AtomicInstructions;
import radicchio.engine.chicory.instructions.BulkBounds;
import radicchio.engine.chicory.instructions.ModuleMemory;
import radicchio.engine.chicory.machine.Arithmetic;
import radicchio.engine.chicory.machine.BulkAccess;
import radicchio.engine.chicory.machine.GuestCalls;
import radicchio.engine.chicory.machine.GuestState;
import radicchio.engine.chicory.machine.GuestTraps;
import radicchio.engine.chicory.machine.NotedCall;
import radicchio.engine.chicory.machine.NotedCalls;
import radicchio.engine.chicory.machine.References;
import radicchio.engine.chicory.module.AdapterModule;
import radicchio.engine.chicory.module.Signature;
import radicchio.engine.limits.Clock;
import radicchio.engine.limits.HeapReserve;
import radicchio.engine.limits.StackRoom;
import radicchio.engine.limits.WorkMeter;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * Initialises every class that a guest's call may otherwise initialise. A guest determines the depth of the stack when it
 * calls, and a class whose initialisation runs out of stack can never be used again in this JVM.
 */
public final class Preload {
  private static final List<Class<?>> CLASSES =
      List.of(
          Adapter.class,
          AdapterModule.class,
          BulkInstruction.class,
          Clock.class,
          Frames.class,
          GuestFunc.class,
          HeapReserve.class,
          StoreHostFunc.class,
          Machines.class,
          ModuleMemory.class,
          PrivateTable.class,
          Signature.class,
          StoreGlobal.class,
          StoreMemory.class,
          StoreTable.class,
          StoreTag.class,
          TableView.class,
          Tags.class,
          StackRoom.class,
          WorkMeter.class,
          Arithmetic.class,
          AtomicInstructions.class,
          BulkAccess.class,
          BulkBounds.class,
          GuestCalls.class,
          GuestState.class,
          NotedCall.class,
          NotedCalls.class,
          GuestTraps.class,
          OpcodeImpl.class,
          References.class,
          ChicoryException.class,
          ChicoryInterruptedException.class,
          InvalidException.class,
          TrapException.class,
          WasmException.class,
          WasmRuntimeException.class,
          StackOverflowError.class);

  static {
    initialize();
    walkThrough();
  }

  private Preload() {}

  /** Does everything, the first time. */
  public static void ensure() {
    // the static initialiser has done it
  }

  private static void initialize() {
    try {
      for (Class<?> c : CLASSES) {
        MethodHandles.lookup().ensureInitialized(c);
      }
      Clock.preload();
      Tags.preload();
      Machines.preload();
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The ways out of a guest, once each, for the classes of the platform that they use. */
  private static void walkThrough() {
    Frames frames = new Frames(new Frames.Modules(Machines.interpreters()));
    Limits limits = new Limits(1, Optional.of(Duration.ofSeconds(1)));
    for (Throwable t :
        List.of(
            new ChicoryException("call stack exhausted", new StackOverflowError()),
            new TrapException("unknown"),
            new ChicoryInterruptedException("Thread interrupted"),
            new OutOfMemoryError(),
            new IndexOutOfBoundsException(),
            new LinkageError())) {
      Traps.translate(t, frames);
    }
    Traps.timeout(limits, Optional.empty());
    StackRoom.exhausted(new StackOverflowError());
    StoreMemory.outOfBounds(1, 2, 3);
    access(
        StoreMemory.of(
                new GuestStore(limits), new MemoryType(1, OptionalLong.empty(), false, false))
            .view());
    showWithPlatformFrames();
  }

  /** The JVM links each access when it is made for the first time. */
  private static void access(ModuleMemory memory) {
    memory.writeByte(0, memory.read(0));
    memory.writeShort(0, memory.readShort(0));
    memory.writeI32(0, memory.readInt(0));
    memory.writeLong(0, memory.readLong(0));
    memory.writeF32(0, memory.readFloat(0));
    memory.writeF64(0, memory.readDouble(0));
  }

  /** An exception is shown; a frame of the platform's own modules needs classes that others do not. */
  private static void showWithPlatformFrames() {
    try {
      Integer.parseInt("not a number");
    } catch (NumberFormatException e) {
      RadicchioException shown =
          RadicchioException.of(ErrorKind.TRAP, "shown", e).with("frames", List.of());
      shown.addSuppressed(new IllegalStateException());
      shown.printStackTrace(new PrintWriter(new StringWriter()));
    }
  }
}
