package radicchio.engine.chicory.compile;

import com.dylibso.chicory.runtime.ExecutionListener;
import com.dylibso.chicory.runtime.GlobalFactory;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.TableFactory;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExportSection;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Global;
import com.dylibso.chicory.wasm.types.ImportSection;
import com.dylibso.chicory.wasm.types.MemorySection;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TagSection;
import com.dylibso.chicory.wasm.types.TagType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The parts of a module that are the same in all its instances. They are made once, and instances from them by the engine's own
 * constructor. The engine's builder makes them for each instance, and compares the name of each import with those of all others.
 */
public final class InstanceParts {
  private static final MethodHandle CONSTRUCTOR = constructor();

  private final WasmModule module;
  private final Global[] globals;
  private final FunctionBody[] functions;
  private final FunctionType[] types;
  private final int[] functionTypes;
  private final Table[] tables;
  private final Element[] elements;

  /** Null without a section of tags, as the engine wants it. */
  private final TagType[] tags;

  private final Map<String, Export> exports = new HashMap<>();
  private final int memories;

  /** @param module valid */
  InstanceParts(WasmModule module) {
    this.module = module;
    this.globals = module.globalSection().globals();
    this.functions = module.codeSection().functionBodies();
    this.types = module.typeSection().types();
    this.functionTypes = functionTypes(module);
    this.tables = new Table[module.tableSection().tableCount()];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = module.tableSection().getTable(i);
    }
    this.tags = module.tagSection().map(TagSection::types).orElse(null);
    this.elements = module.elementSection().elements();
    ExportSection section = module.exportSection();
    for (int i = 0; i < section.exportCount(); i++) {
      exports.put(section.getExport(i).name(), section.getExport(i));
    }
    this.memories = module.memorySection().map(MemorySection::memoryCount).orElse(0);
  }

  /** Returns the index of each function's type, those of imports first. */
  private static int[] functionTypes(WasmModule module) {
    ImportSection imports = module.importSection();
    int imported = imports.count(ExternalType.FUNCTION);
    int[] indices = new int[imported + module.functionSection().functionCount()];
    int next = 0;
    for (int i = 0; i < imports.importCount(); i++) {
      if (imports.getImport(i) instanceof FunctionImport function) {
        indices[next++] = function.typeIndex();
      }
    }
    for (int i = 0; next < indices.length; i++) {
      indices[next++] = module.functionSection().getFunctionType(i);
    }
    return indices;
  }

  private static MethodHandle constructor() {
    try {
      return MethodHandles.privateLookupIn(Instance.class, MethodHandles.lookup())
          .findConstructor(
              Instance.class,
              MethodType.methodType(
                  void.class,
                  WasmModule.class,
                  Global[].class,
                  Memory[].class,
                  DataSegment[].class,
                  FunctionBody[].class,
                  FunctionType[].class,
                  int[].class,
                  ImportValues.class,
                  Table[].class,
                  Element[].class,
                  TagType[].class,
                  Map.class,
                  Function.class,
                  TableFactory.class,
                  GlobalFactory.class,
                  boolean.class,
                  boolean.class,
                  ExecutionListener.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the engine's instance has another constructor", e);
    }
  }

  /**
   * The makers of the parts of one instance.
   *
   * @param memory called for each memory that is not imported, in their order
   */
  public record Makers(
      Supplier<Memory> memory,
      TableFactory table,
      GlobalFactory global,
      Function<Instance, Machine> machine) {}

  /**
   * Makes an instance, whose globals, elements and data are not initialized.
   *
   * @param imports of the module's types, each kind in the order of its imports
   * @param listener called for each instruction that is interpreted; null for none
   */
  public Instance instance(ImportValues imports, Makers makers, ExecutionListener listener) {
    Memory[] own = new Memory[memories];
    for (int i = 0; i < memories; i++) {
      own[i] = makers.memory().get();
    }
    try {
      return (Instance)
          CONSTRUCTOR.invokeExact(
              module,
              globals,
              own,
              module
                  .dataSection()
                  .dataSegments(), // an array of its own, of which it drops segments
              functions,
              types,
              functionTypes,
              imports,
              tables,
              elements,
              tags,
              exports,
              makers.machine(),
              makers.table(),
              makers.global(),
              false,
              false,
              listener);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a constructor that declares no exception threw one", e);
    }
  }
}
