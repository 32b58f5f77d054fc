package radicchio.engine.chicory.module;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.CodeSection;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionSection;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.TypeSection;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.Collections;
import java.util.List;

/**
 * A module with the types of another one and a function for each, whose bodies are never run: in its
 * instances the engine looks up the type of a function that is called through a table and is not the caller's.
 *
 * @param module function {@code i} has type {@code i}; the last one has a type that the other module lacks
 * @param unnameable the index of the last function
 */
public record AdapterModule(WasmModule module, int unnameable) {

  public static AdapterModule of(TypeSection types) {
    TypeSection.Builder all = TypeSection.builder();
    for (int g = 0; g < types.typeCount(); g++) {
      all.addRecType(types.getRecType(g));
    }
    all.addFunctionType(unnameableType());
    int count = types.subTypeCount();
    FunctionSection.Builder functions = FunctionSection.builder();
    CodeSection.Builder bodies = CodeSection.builder();
    for (int i = 0; i <= count; i++) {
      boolean function = i == count || types.getSubType(i).compType().funcType() != null;
      functions.addFunctionType(function ? i : count);
      bodies.addFunctionBody(new FunctionBody(List.of(), List.of()));
    }
    WasmModule module =
        WasmModule.builder()
            .setTypeSection(all.build())
            .setFunctionSection(functions.build())
            .setCodeSection(bodies.build())
            .withValidation(false)
            .build();
    return new AdapterModule(module, count);
  }

  /** More parameters than the engine lets a module's own types have. */
  private static FunctionType unnameableType() {
    return FunctionType.of(Collections.nCopies(1001, ValType.F64), List.of());
  }
}
