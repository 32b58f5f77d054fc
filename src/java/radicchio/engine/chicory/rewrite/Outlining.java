package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.WasmModule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import radicchio.engine.limits.SideBySide;

/**
 * Makes the functions of a module smaller that are too large for the JVM: it refuses methods of more than 65,535
 * bytes, and runs those of more than 8,000 in its own interpreter for ever. Regions of such a function become
 * functions of their own, which come after all others; whatever names a function names what it named before.
 */
public final class Outlining {
  private Outlining() {}

  /**
   * A module that does what another does.
   *
   * @param origins by a new function's index, the index of the function that it is a part of
   */
  public record Outlined(WasmModule module, Map<Integer, Integer> origins) {}

  private record Divided(int index, Division division) {}

  /**
   * The same for equal modules, however many threads share the work.
   *
   * @param module valid
   * @param size bytes of JVM code, about, that a function should have at most
   * @param except the functions, by index, that stay as they are
   */
  public static Outlined of(WasmModule module, int size, Set<Integer> except) {
    ModuleDraft draft = new ModuleDraft(module);
    int[] candidates = draft.functions().filter(index -> !except.contains(index)).toArray();
    List<Optional<Divided>> all =
        SideBySide.map(candidates.length, i -> divided(draft, candidates[i], size));
    Map<Integer, Integer> origins = new HashMap<>();
    for (Divided divided : all.stream().flatMap(Optional::stream).toList()) {
      int others = origins.size();
      draft.put(divided.index(), divided.division().rest(others));
      for (Code part : divided.division().parts(others)) {
        origins.put(draft.add(part), divided.index());
      }
    }
    return new Outlined(draft.finished(), Map.copyOf(origins));
  }

  private static Optional<Divided> divided(ModuleDraft draft, int index, int size) {
    return Division.of(draft.code(index), draft, size, draft.end())
        .map(division -> new Divided(index, division));
  }
}
