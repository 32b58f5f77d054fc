package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the functions of a module smaller that are too large for the JVM: it refuses methods of more than 65,535
 * bytes, and runs those of more than 8,000 in its own interpreter for ever. Regions of such a function become
 * functions of their own, which come after all others; whatever names a function names what it named before.
 */
public final class Outlining {
  /** The first bounds find what is called seldom beside what it does; the second the dispatch of an interpreter. */
  private static final int FEW_EXITS = 6;
  private static final int FEW_SLOTS = 24;
  private static final int MANY_EXITS = 600;
  private static final int MANY_SLOTS = 120;
  private static final int MOST_ROUNDS = 8;
  /** More than any instruction becomes, but for a br_table. */
  private static final int MOST_BYTES = 64;
  /** Locals for the number of the way out of a region, and for a value of each type that one takes along. */
  private static final List<ValType> SCRATCH =
      List.of(ValType.I32, ValType.I32, ValType.I64, ValType.F32, ValType.F64);

  private final ModuleDraft module;
  private final int size;
  private final Map<Integer, Integer> origins = new HashMap<>();

  private Outlining(WasmModule module, int size) {
    this.module = new ModuleDraft(module);
    this.size = size;
  }

  /**
   * A module that does what another does.
   *
   * @param origins by a new function's index, the index of the function that it is a part of
   */
  public record Outlined(WasmModule module, Map<Integer, Integer> origins) {}

  /**
   * @param module valid
   * @param size bytes of JVM code, about, that a function should have at most
   * @param except the functions, by index, that stay as they are
   */
  public static Outlined of(WasmModule module, int size, Set<Integer> except) {
    return new Outlining(module, size).outline(except);
  }

  private Outlined outline(Set<Integer> except) {
    module.functions().filter(index -> !except.contains(index)).forEach(index -> {
      Code code = module.code(index);
      if (code.instructions().size() > size / MOST_BYTES && Shape.size(code, module) > size) {
        divide(index, code.reachable());
      }
    });
    return new Outlined(module.finished(), Map.copyOf(origins));
  }

  /** In rounds: what is left of the function after one may have regions of its own. */
  private void divide(int index, Code whole) {
    Code code = whole;
    Selection.Bounds bounds = new Selection.Bounds(size, FEW_EXITS, FEW_SLOTS);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Optional<Code> smaller = smaller(index, code, bounds);
      if (smaller.isPresent()) {
        code = smaller.get();
        module.put(index, code);
        if (Shape.size(code, module) <= size) {
          return;
        }
      } else if (bounds.exits() == MANY_EXITS) {
        return;
      }
      bounds = new Selection.Bounds(size, MANY_EXITS, MANY_SLOTS);
    }
  }

  private Optional<Code> smaller(int index, Code code, Selection.Bounds bounds) {
    Optional<Shape> shape = Shape.of(code, module);
    if (shape.isEmpty()) {
      return Optional.empty();
    }
    Liveness liveness = Liveness.of(shape.get());
    List<Region> regions = Selection.of(shape.get(), liveness, bounds);
    if (regions.isEmpty()) {
      return Optional.empty();
    }
    List<ValType> locals = new ArrayList<>(code.locals());
    int scratch = code.localCount();
    locals.addAll(SCRATCH);
    List<Instruction> instructions = new ArrayList<>();
    int at = 0;
    for (Region region : regions) {
      instructions.addAll(code.instructions().subList(at, region.from()));
      Extraction extraction = new Extraction(region, liveness);
      instructions.addAll(extraction.call(
          add(extraction.function(), index), scratch, value -> scratch + SCRATCH.lastIndexOf(value)));
      at = region.to();
    }
    instructions.addAll(code.instructions().subList(at, code.instructions().size()));
    return Optional.of(new Code(code.type(), locals, instructions).reachable().compact());
  }

  private int add(Code function, int origin) {
    int index = module.add(function);
    origins.put(index, origin);
    return index;
  }
}
