package radicchio.engine.chicory.compile;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.CodeSection;
import com.dylibso.chicory.wasm.types.CustomSection;
import com.dylibso.chicory.wasm.types.DataCountSection;
import com.dylibso.chicory.wasm.types.DataSection;
import com.dylibso.chicory.wasm.types.ElementSection;
import com.dylibso.chicory.wasm.types.ExportSection;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionSection;
import com.dylibso.chicory.wasm.types.GlobalSection;
import com.dylibso.chicory.wasm.types.ImportSection;
import com.dylibso.chicory.wasm.types.MemorySection;
import com.dylibso.chicory.wasm.types.Section;
import com.dylibso.chicory.wasm.types.SectionId;
import com.dylibso.chicory.wasm.types.TableSection;
import com.dylibso.chicory.wasm.types.TagSection;
import com.dylibso.chicory.wasm.types.TypeSection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import radicchio.engine.chicory.module.ModuleBytes;
import radicchio.engine.chicory.module.ModuleTypes;
import radicchio.engine.chicory.module.ReferenceCalls;
import radicchio.engine.chicory.module.format.BlockTypes;
import radicchio.engine.chicory.module.format.Cursor;

/**
 * A compiled module in the form that the engine needs to run it: without the bodies of functions that are classes, and without
 * custom sections except for the names.
 */
final class SlimModule {
  private static final int HEADER = 8;

  /** A body of three bytes: no locals, {@code unreachable}, {@code end}. It is valid for every type. */
  private static final byte[] BODY = {3, 0, 0x00, 0x0b};

  private static final byte[] NAME = "\4name".getBytes(StandardCharsets.US_ASCII);

  /** The placeholder for a function that is a method of a class, which the engine never reads. */
  private static final FunctionBody COMPILED = new FunctionBody(List.of(), List.of());

  private final Cursor in;
  private final int imported;
  private final Set<Integer> kept;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private SlimModule(ModuleBytes.Prepared prepared, Set<Integer> kept) {
    this.in = new Cursor(prepared.bytes());
    this.imported = prepared.importedFunctions();
    this.kept = kept;
  }

  /**
   * Returns the bytes of a module with only the declarations and some bodies.
   *
   * @param kept the functions with these bodies, by index
   */
  static byte[] withBodies(ModuleBytes.Prepared prepared, Set<Integer> kept) {
    return new SlimModule(prepared, kept).bytes();
  }

  /** Of bytes whose module was found valid when the summary was made. */
  static WasmModule of(ModuleBytes.Prepared prepared, ModuleSummary summary) {
    byte[] slim = withBodies(prepared, Set.of());
    if (summary.renumbered()) {
      slim = BlockTypes.withSecondIndices(slim);
    }
    if (summary.rewritten()) {
      WasmModule module = parse(slim);
      slim = ReferenceCalls.rewrite(slim, module, new ModuleTypes(module));
    }
    List<Section> sections = new ArrayList<>();
    parserOfAllButCode().parse(new ByteArrayInputStream(slim), sections::add);
    WasmModule.Builder module = WasmModule.builder().withValidation(false);
    sections.forEach(section -> add(section, module));
    return module
        .setCodeSection(
            code(
                functionCount(prepared),
                prepared.importedFunctions(),
                summary.interpreted().bodies()))
        .build();
  }

  private static WasmModule parse(byte[] bytes) {
    return Parser.builder()
        .withValidation(false)
        .build()
        .parse(() -> new ByteArrayInputStream(bytes));
  }

  /** An empty body takes the parser as long as the other parts of a function together. */
  private static Parser parserOfAllButCode() {
    Parser.Builder parser = Parser.builder();
    IntStream.rangeClosed(SectionId.CUSTOM, SectionId.TAG)
        .filter(id -> id != SectionId.CODE)
        .forEach(parser::includeSectionId);
    return parser.build();
  }

  private static void add(Section section, WasmModule.Builder module) {
    if (section instanceof TypeSection types) {
      module.setTypeSection(types);
    } else if (section instanceof ImportSection imports) {
      module.setImportSection(imports);
    } else if (section instanceof FunctionSection functions) {
      module.setFunctionSection(functions);
    } else if (section instanceof TableSection tables) {
      module.setTableSection(tables);
    } else if (section instanceof MemorySection memories) {
      module.setMemorySection(memories);
    } else if (section instanceof TagSection tags) {
      module.setTagSection(tags);
    } else if (section instanceof GlobalSection globals) {
      module.setGlobalSection(globals);
    } else if (section instanceof ExportSection exports) {
      module.setExportSection(exports);
    } else if (section instanceof ElementSection elements) {
      module.setElementSection(elements);
    } else if (section instanceof DataCountSection count) {
      module.setDataCountSection(count);
    } else if (section instanceof DataSection data) {
      module.setDataSection(data);
    } else if (section instanceof CustomSection custom) {
      module.addCustomSection(custom.name(), custom);
    }
  }

  private static CodeSection code(int count, int imported, Map<Integer, FunctionBody> interpreted) {
    CodeSection.Builder code = CodeSection.builder();
    for (int i = 0; i < count; i++) {
      code.addFunctionBody(interpreted.getOrDefault(imported + i, COMPILED));
    }
    return code.build();
  }

  /** Returns the number of functions that a module defines. */
  static int functionCount(ModuleBytes.Prepared prepared) {
    Cursor in = new Cursor(prepared.bytes());
    in.seek(HEADER);
    while (in.left() > 0) {
      int id = in.u8();
      int end = in.u32() + in.at();
      if (id == SectionId.CODE) {
        return in.u32();
      }
      in.seek(end);
    }
    return 0;
  }

  private byte[] bytes() {
    in.copy(HEADER, out);
    while (in.left() > 0) {
      int begin = in.at();
      int id = in.u8();
      int end = in.u32() + in.at();
      if (id == SectionId.CODE) {
        ByteArrayOutputStream bodies = bodies();
        out.write(SectionId.CODE);
        Cursor.writeU32(out, bodies.size());
        out.writeBytes(bodies.toByteArray());
      } else if (id != SectionId.CUSTOM || isNames(in.at(), end)) {
        in.seek(begin);
        in.copy(end - begin, out);
      }
      in.seek(end);
    }
    return out.toByteArray();
  }

  private boolean isNames(int from, int end) {
    int to = Math.min(end, from + NAME.length);
    return Arrays.equals(in.array(), from, to, NAME, 0, NAME.length);
  }

  private ByteArrayOutputStream bodies() {
    ByteArrayOutputStream bodies = new ByteArrayOutputStream();
    int count = in.u32();
    Cursor.writeU32(bodies, count);
    for (int i = 0; i < count; i++) {
      int begin = in.at();
      int length = in.u32();
      int end = in.at() + length;
      if (kept.contains(imported + i)) {
        in.seek(begin);
        in.copy(end - begin, bodies);
      } else {
        bodies.write(BODY, 0, BODY.length);
      }
      in.seek(end);
    }
    return bodies;
  }
}
