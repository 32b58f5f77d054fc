package radicchio.engine.chicory.rewrite;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.CodeSection;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.SectionId;
import com.dylibso.chicory.wasm.types.TypeSection;
import com.dylibso.chicory.wasm.types.ValType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import radicchio.engine.limits.SideBySide;

/** A valid module some of whose functions get other instructions. */
final class ModuleDraft implements StackShape.Types {
  /** The prefix of the opcodes of GC instructions. */
  private static final int GC = 0xFB;

  private final WasmModule module;
  private final int imported;
  private final int defined;
  private final List<Integer> functionTypes = new ArrayList<>();
  private final List<FunctionType> newTypes = new ArrayList<>();
  private final Map<FunctionType, Integer> newTypeIndices = new HashMap<>();

  /** By index, imports counted: functions that changed. */
  private final Map<Integer, Code> codes = new TreeMap<>();

  ModuleDraft(WasmModule module) {
    this.module = module;
    module.importSection().stream()
        .filter(FunctionImport.class::isInstance)
        .forEach(i -> functionTypes.add(((FunctionImport) i).typeIndex()));
    this.imported = functionTypes.size();
    this.defined = module.functionSection().functionCount();
    for (int i = 0; i < defined; i++) {
      functionTypes.add(module.functionSection().getFunctionType(i));
    }
  }

  /** The indices of the functions that the module defines itself. */
  IntStream functions() {
    return IntStream.range(imported, imported + defined);
  }

  /** A function as it stands. */
  Code code(int index) {
    if (codes.containsKey(index)) {
      return codes.get(index);
    }
    FunctionBody body = module.codeSection().getFunctionBody(index - imported);
    return new Code(function(index), body.localTypes(), List.copyOf(body.instructions()));
  }

  void put(int index, Code code) {
    codes.put(index, code);
  }

  private int index(FunctionType type) {
    return newTypeIndices.computeIfAbsent(
        type,
        added -> {
          newTypes.add(added);
          return module.typeSection().subTypeCount() + newTypes.size() - 1;
        });
  }

  /** The type of a block without parameters. */
  long blockType(List<ValType> results) {
    if (results.isEmpty()) {
      return StackShape.EMPTY_TYPE;
    }
    if (results.size() == 1) {
      return results.get(0).id();
    }
    while (isMisread(module.typeSection().subTypeCount() + newTypes.size())) {
      newTypes.add(FunctionType.empty());
    }
    return index(FunctionType.of(List.of(), results));
  }

  /** Whether the engine takes the index of a block's type for the code of a value type. */
  private static boolean isMisread(int type) {
    return type == StackShape.EMPTY_TYPE || ValType.isValid(type);
  }

  @Override
  public FunctionType function(int index) {
    return type(functionTypes.get(index));
  }

  @Override
  public FunctionType type(int index) {
    int known = module.typeSection().subTypeCount();
    return index < known ? module.typeSection().getType(index) : newTypes.get(index - known);
  }

  /** The module with its changes; the same where there are none. */
  WasmModule finished() {
    if (codes.isEmpty()) {
      return module;
    }
    WasmModule.Builder rebuilt =
        WasmModule.builder()
            .setTypeSection(typeSection())
            .setImportSection(module.importSection())
            .setFunctionSection(module.functionSection())
            .setTableSection(module.tableSection())
            .setGlobalSection(module.globalSection())
            .setExportSection(module.exportSection())
            .setElementSection(module.elementSection())
            .setCodeSection(codeSection())
            .setDataSection(module.dataSection())
            .withValidation(false);
    module.memorySection().ifPresent(rebuilt::setMemorySection);
    module.tagSection().ifPresent(rebuilt::setTagSection);
    module.dataCountSection().ifPresent(rebuilt::setDataCountSection);
    module.customSections().forEach(custom -> rebuilt.addCustomSection(custom.name(), custom));
    return rebuilt.build();
  }

  private TypeSection typeSection() {
    TypeSection.Builder types = TypeSection.builder();
    for (int i = 0; i < module.typeSection().typeCount(); i++) {
      types.addRecType(module.typeSection().getRecType(i));
    }
    newTypes.forEach(types::addFunctionType);
    return types.build();
  }

  private CodeSection codeSection() {
    Map<Integer, FunctionBody> changed = parsed();
    CodeSection.Builder code =
        CodeSection.builder().setRequiresDataCount(module.codeSection().isRequiresDataCount());
    for (int index = imported; index < functionTypes.size(); index++) {
      code.addFunctionBody(
          changed.containsKey(index)
              ? changed.get(index)
              : module.codeSection().getFunctionBody(index - imported));
    }
    return code.build();
  }

  /** The engine's parser adds to instructions what its interpreter needs. */
  private Map<Integer, FunctionBody> parsed() {
    List<Map.Entry<Integer, Code>> changed = List.copyOf(codes.entrySet());
    List<FunctionBody> bodies =
        SideBySide.map(changed.size(), i -> parsed(changed.get(i).getValue()));
    Map<Integer, FunctionBody> parsed = new HashMap<>();
    for (int i = 0; i < bodies.size(); i++) {
      parsed.put(changed.get(i).getKey(), bodies.get(i));
    }
    return parsed;
  }

  private static FunctionBody parsed(Code code) {
    byte[] body = BodyEncoder.encode(code);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, SectionId.CODE});
    bytes.writeBytes(BodyEncoder.unsigned(body.length + 1));
    bytes.write(1);
    bytes.writeBytes(body);
    List<CodeSection> parsed = new ArrayList<>();
    Parser.builder()
        .build()
        .parse(
            new ByteArrayInputStream(bytes.toByteArray()),
            section -> parsed.add((CodeSection) section));
    List<AnnotatedInstruction> instructions = parsed.get(0).getFunctionBody(0).instructions();
    complete(instructions, code.instructions());
    return new FunctionBody(code.locals(), instructions);
  }

  /** The validator completed operands of GC instructions, which parsing does not. */
  private static void complete(List<AnnotatedInstruction> parsed, List<Instruction> written) {
    for (int i = 0; i < parsed.size(); i++) {
      Instruction instruction = written.get(i);
      if (instruction.opcode().opcode() >> 8 == GC) {
        for (int n = 0; n < instruction.operandCount(); n++) {
          parsed.get(i).setOperand(n, instruction.operand(n));
        }
      }
    }
  }
}
