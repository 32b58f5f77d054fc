package radicchio.engine.chicory;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.function.IntPredicate;

/**
 * A compiled module as the engine needs it to run: without the functions' bodies, which are classes now, but for
 * those that run interpreted.
 */
final class SlimModule {
  private static final int CODE = 10;
  /** Of three bytes: no locals, {@code unreachable}, {@code end}. Valid for every type. */
  private static final byte[] BODY = {3, 0, 0x00, 0x0b};

  private final Bytes in;
  private final int imported;
  private final IntPredicate kept;
  private final int longest;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /**
   * @param kept by index, the functions that keep their bodies
   * @param longest bytes of a body; those that are longer are kept too
   */
  private SlimModule(ModuleBytes.Prepared prepared, IntPredicate kept, int longest) {
    this.in = new Bytes(prepared.bytes());
    this.imported = prepared.importedFunctions();
    this.kept = kept;
    this.longest = longest;
  }

  /** With only the bodies that are longer than so many bytes; not validated. */
  static WasmModule ofLongBodies(ModuleBytes.Prepared prepared, int length) {
    return parse(new SlimModule(prepared, i -> false, length).bytes(), false);
  }

  /** Of bytes whose module was found valid when the summary was made. */
  static WasmModule of(ModuleBytes.Prepared prepared, ModuleSummary summary) {
    byte[] slim = new SlimModule(prepared, summary.fallback()::contains, Integer.MAX_VALUE).bytes();
    // validation completes some instructions: casts of GC references
    boolean validated = summary.traits().allocates();
    WasmModule module = parse(slim, validated);
    return summary.rewritten()
        ? parse(ReferenceCalls.rewrite(slim, module, new ModuleTypes(module)), validated)
        : module;
  }

  private static WasmModule parse(byte[] bytes, boolean validated) {
    return Parser.builder()
        .withValidation(validated)
        .build()
        .parse(() -> new ByteArrayInputStream(bytes));
  }

  /** How many functions a module defines. */
  static int functionCount(ModuleBytes.Prepared prepared) {
    Bytes in = new Bytes(prepared.bytes());
    in.seek(8);
    while (in.left() > 0) {
      int id = in.u8();
      int end = in.u32() + in.at();
      if (id == CODE) {
        return in.u32();
      }
      in.seek(end);
    }
    return 0;
  }

  private byte[] bytes() {
    in.copy(8, out);
    while (in.left() > 0) {
      int begin = in.at();
      int id = in.u8();
      int end = in.u32() + in.at();
      if (id == CODE) {
        ByteArrayOutputStream bodies = bodies();
        out.write(CODE);
        Bytes.writeU32(out, bodies.size());
        out.writeBytes(bodies.toByteArray());
      } else {
        in.seek(begin);
        in.copy(end - begin, out);
      }
      in.seek(end);
    }
    return out.toByteArray();
  }

  private ByteArrayOutputStream bodies() {
    ByteArrayOutputStream bodies = new ByteArrayOutputStream();
    int count = in.u32();
    Bytes.writeU32(bodies, count);
    for (int i = 0; i < count; i++) {
      int begin = in.at();
      int length = in.u32();
      int end = in.at() + length;
      if (length > longest || kept.test(imported + i)) {
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
