package radicchio.engine.chicory;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.CodeSection;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionSection;
import com.dylibso.chicory.wasm.types.ImportSection;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.TypeSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.MethodTooLargeException;

/**
 * Finds the functions that no JVM method can hold, before the module is compiled: the engine's compiler begins
 * anew whenever it meets one. Each function that is long enough to be one is compiled alone, in a module that
 * has the types of its own and, for every type, one function to call.
 *
 * <p>What is found is too large for certain. A function that barely fits alone may still be too large beside
 * others, where constants have longer indices; the compiler says so then.
 */
final class Oversized {
  /** Bytes of a body. Of one byte come at most two or three of JVM code, in all but contrived functions. */
  private static final int SUSPICIOUS = 20_000;
  private static final String METHOD = "func_";

  private final WasmModule module;
  private final ModuleTypes types;
  private final ImportSection imports;

  private Oversized(WasmModule module, ModuleTypes types) {
    this.module = module;
    this.types = types;
    ImportSection.Builder others = ImportSection.builder();
    module.importSection().stream()
        .filter(i -> i.importType() != ExternalType.FUNCTION)
        .forEach(others::addImport);
    this.imports = others.build();
  }

  /** The indices of these functions, imports counted, without those that are known already. */
  static Set<Integer> in(WasmModule module, ModuleTypes types, Set<Integer> known) {
    Oversized oversized = new Oversized(module, types);
    int imported = types.importCount(ModuleTypes.Kind.FUNC);
    Set<Integer> found = new TreeSet<>();
    for (int i = 0; i < module.codeSection().functionBodyCount(); i++) {
      FunctionBody body = module.codeSection().getFunctionBody(i);
      if (length(body) > SUSPICIOUS && !known.contains(imported + i)
          && oversized.isTooLarge(body, types.functionType(imported + i))) {
        found.add(imported + i);
      }
    }
    return found;
  }

  /** How many of them run interpreted, of a module that need not be valid otherwise. */
  static int count(byte[] wasm) {
    ModuleBytes.Prepared prepared = ModuleBytes.prepare(wasm);
    try {
      return Fitted.of(SlimModule.ofLongBodies(prepared, SUSPICIOUS)).interpreted().size();
    } catch (RuntimeException e) {
      throw Refused.of(e);
    }
  }

  /** The function that the compiler gave up at, if that is why it threw. */
  static Optional<Integer> named(ChicoryException e) {
    return cause(e)
        .filter(tooLarge -> tooLarge.getMethodName().startsWith(METHOD))
        .map(tooLarge -> Integer.valueOf(tooLarge.getMethodName().substring(METHOD.length())));
  }

  private static Optional<MethodTooLargeException> cause(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof MethodTooLargeException tooLarge) {
        return Optional.of(tooLarge);
      }
    }
    return Optional.empty();
  }

  private static int length(FunctionBody body) {
    List<AnnotatedInstruction> instructions = body.instructions();
    return instructions.isEmpty()
        ? 0
        : instructions.get(instructions.size() - 1).address() - instructions.get(0).address();
  }

  private boolean isTooLarge(FunctionBody body, int type) {
    try {
      Compiler.builder(alone(body, type))
          .withClassName("radicchio.guest.Alone")
          .withMaxFunctionsPerClass(1)
          .withInterpreterFallback(InterpreterFallback.FAIL)
          .withClassCollectorFactory(UntilFirst::new)
          .build()
          .compile();
      return false;
    } catch (Fits e) {
      return false;
    } catch (ChicoryException e) {
      return cause(e).isPresent();
    }
  }

  /** Function 0 is the one in question; function {@code 1 + t} has type {@code t}. */
  private WasmModule alone(FunctionBody body, int type) {
    TypeSection section = module.typeSection();
    FunctionSection.Builder functions = FunctionSection.builder().addFunctionType(type);
    CodeSection.Builder bodies = CodeSection.builder().addFunctionBody(callingByType(body));
    FunctionBody empty = new FunctionBody(List.of(), List.of());
    for (int t = 0; t < section.subTypeCount(); t++) {
      functions.addFunctionType(section.getType(t) != null ? t : type);
      bodies.addFunctionBody(empty);
    }
    WasmModule.Builder alone = WasmModule.builder()
        .setTypeSection(section)
        .setImportSection(imports)
        .setFunctionSection(functions.build())
        .setTableSection(module.tableSection())
        .setGlobalSection(module.globalSection())
        .setCodeSection(bodies.build())
        .withValidation(false);
    module.memorySection().ifPresent(alone::setMemorySection);
    module.tagSection().ifPresent(alone::setTagSection);
    return alone.build();
  }

  private FunctionBody callingByType(FunctionBody body) {
    List<AnnotatedInstruction> instructions = new ArrayList<>(body.instructions().size());
    for (AnnotatedInstruction i : body.instructions()) {
      instructions.add(switch (i.opcode()) {
        case CALL, RETURN_CALL, REF_FUNC -> AnnotatedInstruction.builder()
            .from(new Instruction(i.address(), i.opcode(), new long[] {1L + types.functionType((int) i.operand(0))}))
            .withDepth(i.depth())
            .build();
        default -> i;
      });
    }
    return new FunctionBody(body.localTypes(), instructions);
  }

  /** Thrown when the first group of functions has become a class: nothing more is to be learnt. */
  private static final class Fits extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final Fits INSTANCE = new Fits();

    private Fits() {
      super("the function fits", null, false, false);
    }
  }

  private static final class UntilFirst implements ClassCollector {
    @Override
    public void put(String name, byte[] bytes) {
      if (name.contains("FuncGroup")) {
        throw Fits.INSTANCE;
      }
    }

    @Override
    public byte[] resolve(Class<?> type) {
      return CollectedClasses.bytesOf(type);
    }

    @Override
    public String mainClassName() {
      throw new IllegalStateException("no class was kept");
    }

    @Override
    public void putMainClass(String name, byte[] bytes) {
      // not kept
    }

    @Override
    public void putAll(ClassCollector other) {
      // not kept
    }

    @Override
    public Map<String, byte[]> classBytes() {
      return Map.of();
    }
  }
}
