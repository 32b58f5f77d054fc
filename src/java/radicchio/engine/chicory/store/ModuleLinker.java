package radicchio.engine.chicory.store;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportGlobal;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportTable;
import com.dylibso.chicory.runtime.ImportTag;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.runtime.TagInstance;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.GlobalImport;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.PassiveElement;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableImport;
import com.dylibso.chicory.wasm.types.TagType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import radicchio.engine.CoreInstance;
import radicchio.engine.Extern;
import radicchio.engine.ExternType.MemoryType;
import radicchio.engine.ExternType.TableType;
import radicchio.engine.chicory.compile.CompiledModule;
import radicchio.engine.chicory.compile.InstanceParts;
import radicchio.engine.chicory.instructions.ActiveSegments;
import radicchio.engine.chicory.instructions.InterpreterLooks;
import radicchio.engine.chicory.instructions.MeteredMachine;
import radicchio.engine.chicory.instructions.ModuleMemory;
import radicchio.engine.chicory.module.ModuleTypes;
import radicchio.engine.chicory.module.ModuleTypes.Kind;
import radicchio.engine.chicory.module.Signature;
import radicchio.engine.limits.WorkMeter;
import radicchio.error.RadicchioException;

/** Instantiates modules, step by step as in the core specification. */
final class ModuleLinker {
  private final GuestStore store;
  private final CompiledModule module;
  private final List<? extends Extern> imports;
  private final StoreFunc[] functions;
  private final StoreTable[] tables;
  private final StoreMemory[] memories;
  private final StoreGlobal[] globals;
  private final StoreTag[] tags;
  private final GuestInstance guest;
  private final List<TableView> views = new ArrayList<>();
  private int nextTable;
  private int nextMemory;

  private ModuleLinker(GuestStore store, CompiledModule module, List<? extends Extern> imports) {
    this.store = store;
    this.module = module;
    this.imports = imports;
    ModuleTypes types = module.types();
    this.functions = new StoreFunc[types.count(Kind.FUNC)];
    this.tables = new StoreTable[types.count(Kind.TABLE)];
    this.memories = new StoreMemory[types.count(Kind.MEMORY)];
    this.globals = new StoreGlobal[types.count(Kind.GLOBAL)];
    this.tags = new StoreTag[types.count(Kind.TAG)];
    this.nextTable = module.types().importCount(Kind.TABLE);
    this.nextMemory = module.types().importCount(Kind.MEMORY);
    this.guest =
        store.hold(
            new GuestInstance(
                store,
                module,
                new GuestInstance.Spaces(functions, tables, memories, globals, tags)));
  }

  static CoreInstance instantiate(
      GuestStore store,
      CompiledModule module,
      List<? extends Extern> imports,
      Consumer<CoreInstance> beforeStart) {
    return new ModuleLinker(store, module, imports).instantiate(beforeStart);
  }

  private CoreInstance instantiate(Consumer<CoreInstance> beforeStart) {
    ImportCheck.require(store, module, imports);
    ImportValues values = importValues();
    store.modules().add(module);
    try {
      Instance instance = build(values);
      guest.attach(instance);
      sealTags(values);
      ActiveSegments segments = new ActiveSegments(instance, store.meter());
      segments.takeElements();
      instance.initialize(false);
      segments.copy();
      showTables();
    } catch (RadicchioException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw StoreFunc.sneaky(store.execution().translate(e));
    }
    beforeStart.accept(guest);
    if (module.start() >= 0) {
      guest.function(module.start()).call();
    }
    store.deadline().checkTime();
    return guest;
  }

  private Instance build(ImportValues values) {
    InstanceParts.Makers makers =
        new InstanceParts.Makers(this::newMemory, this::newTable, this::newGlobal, this::machine);
    if (!Machines.interprets(module)) {
      return module.parts().instance(values, makers, null);
    }
    InterpreterLooks looks = new InterpreterLooks(store.meter());
    Instance instance = module.parts().instance(values, makers, looks);
    looks.attach(instance);
    return instance;
  }

  private Machine machine(Instance instance) {
    Machine machine = Machines.of(guest, instance);
    return module.traits().allocates() ? new MeteredMachine(machine, store.meter()) : machine;
  }

  /** Makes a global, whose initial value may be an array of any length. */
  private GlobalInstance newGlobal(long value, long high, ValType type, MutabilityType mutability) {
    store.meter().count(WorkMeter.PIECE);
    return new GlobalInstance(value, high, type, mutability);
  }

  private ModuleMemory newMemory() {
    int index = nextMemory++;
    StoreMemory memory = store.newMemory((MemoryType) module.types().type(Kind.MEMORY, index));
    memories[index] = memory;
    return memory.view();
  }

  private TableInstance newTable(Table table, int initial) {
    int index = nextTable++;
    boolean function =
        Signature.isFuncref(((TableType) module.types().type(Kind.TABLE, index)).element());
    boolean shared = function ? module.traits().receivesFunctions() : exports(Kind.TABLE, index);
    if (!shared) {
      return store.hold(new PrivateTable(table, initial, store));
    }
    StoreTable cells =
        store.hold(new StoreTable(store, (TableType) module.types().type(Kind.TABLE, index)));
    tables[index] = cells;
    TableView view =
        index == module.scratchTable()
            ? TableView.ofReference(cells, guest, table.elementType())
            : TableView.of(cells, guest, table.elementType());
    if (initial != -1) {
      for (int i = 0; i < cells.length(); i++) {
        view.setRef(i, initial, null);
      }
    }
    views.add(view);
    return view;
  }

  private boolean exports(Kind kind, int index) {
    var section = module.wasm().exportSection();
    for (int i = 0; i < section.exportCount(); i++) {
      var export = section.getExport(i);
      if (ModuleTypes.kind(export.exportType()) == kind && export.index() == index) {
        return true;
      }
    }
    return false;
  }

  private ImportValues importValues() {
    ImportValues.Builder values = ImportValues.builder();
    int[] next = new int[Kind.values().length];
    for (int i = 0; i < imports.size(); i++) {
      Import wanted = module.wasm().importSection().getImport(i);
      int index = next[ModuleTypes.kind(wanted.importType()).ordinal()]++;
      add(values, wanted, imports.get(i), index);
    }
    return values.build();
  }

  private void add(ImportValues.Builder values, Import wanted, Extern given, int index) {
    String m = wanted.module();
    String n = wanted.name();
    if (given instanceof StoreFunc function) {
      functions[index] = function;
      var type = module.wasm().typeSection().getType(((FunctionImport) wanted).typeIndex());
      // a separate class for each kind of function, so that the JIT sees one callee
      WasmFunctionHandle handle =
          function instanceof StoreHostFunc host
              ? (instance, args) -> host.callFrom(guest, args)
              : (instance, args) -> function.callFrom(guest, args);
      values.addFunction(new ImportFunction(m, n, type, handle));
    } else if (given instanceof StoreTable table) {
      tables[index] = table;
      TableView view = TableView.of(table, guest, ((TableImport) wanted).entryType());
      views.add(view);
      values.addTable(new ImportTable(m, n, view));
    } else if (given instanceof StoreMemory memory) {
      memories[index] = memory;
      values.addMemory(new ImportMemory(m, n, memory.view()));
    } else if (given instanceof StoreGlobal global) {
      globals[index] = global;
      values.addGlobal(
          new ImportGlobal(m, n, global.seenBy(guest, ((GlobalImport) wanted).type())));
    } else if (given instanceof StoreTag tag) {
      tags[index] = tag;
      int type = module.types().tagType(index);
      values.addTag(
          new ImportTag(
              m,
              n,
              new TagInstance(
                  new TagType((byte) 0, type), module.wasm().typeSection().getType(type))));
    }
  }

  private void sealTags(ImportValues values) {
    for (int i = 0; i < values.tagCount(); i++) {
      values.tag(i).tag().setType(tags[i].seal());
    }
  }

  private void showTables() {
    for (Element element : module.wasm().elementSection().elements()) {
      if (element instanceof PassiveElement
          && element.initializers().stream()
              .flatMap(List::stream)
              .anyMatch(i -> i.opcode() == OpCode.GLOBAL_GET)) {
        views.forEach(TableView::acceptHandles);
        return;
      }
    }
  }
}
