package radicchio.engine.chicory.module;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import radicchio.engine.Limits;
import radicchio.engine.chicory.module.format.Cursor;
import radicchio.engine.chicory.module.format.NameSection;

/**
 * The binary format of a module, changed where the engine would read it wrongly: every import gets a unique name, because
 * linking is by position and two imports may have the same name, or an empty one; the start section is removed, because the
 * start function is run after initialisation; of custom sections, only the names of the module and its functions stay. Features
 * that the engine does not have and would report as malformed are refused by name here.
 *
 * <p>It reads only the frames of sections, and the custom, import, table, memory and start sections. {@link
 * radicchio.engine.chicory.module.format.ModuleFormat} reports what is wrong in the others.
 */
public final class ModuleBytes {
  private static final int CUSTOM = 0;
  private static final int IMPORT = 2;
  private static final int TABLE = 4;
  private static final int MEMORY = 5;
  private static final int START = 8;
  private static final int NO_START = -1;
  private static final long MOST_PAGES = 65_536;
  private static final long MOST_ELEMENTS = 0xffff_ffffL;

  /** An import's two names in the module. */
  record ImportName(String module, String name) {}

  /**
   * @param wasm the unchanged module
   * @param bytes the module as the engine parses it
   * @param imports the names of the imports
   * @param start the start function's index or -1
   */
  public record Prepared(
      byte[] wasm, byte[] bytes, List<ImportName> imports, int importedFunctions, int start) {

    /** Returns the same module with other bodies of functions. */
    public Prepared with(byte[] otherBodies) {
      return new Prepared(wasm, otherBodies, imports, importedFunctions, start);
    }
  }

  private final Cursor in;
  private final ByteArrayOutputStream out;
  private final List<ImportName> imports = new ArrayList<>();
  private int importedFunctions;
  private boolean named;
  private int start = NO_START;

  private ModuleBytes(byte[] wasm) {
    this.in = new Cursor(wasm);
    this.out = new ByteArrayOutputStream(wasm.length + 64);
  }

  public static Prepared prepare(byte[] wasm) {
    return new ModuleBytes(wasm).prepare();
  }

  private Prepared prepare() {
    requireHeader(in.array());
    in.copy(8, out);
    while (in.left() > 0) {
      section();
    }
    return new Prepared(
        in.array(), out.toByteArray(), List.copyOf(imports), importedFunctions, start);
  }

  private static void requireHeader(byte[] wasm) {
    if (wasm.length < 8 || wasm[0] != 0 || wasm[1] != 'a' || wasm[2] != 's' || wasm[3] != 'm') {
      throw Cursor.malformed(0, "magic header not detected: it does not begin with \\0asm");
    }
    if (wasm[4] != 1 || wasm[5] != 0 || wasm[6] != 0 || wasm[7] != 0) {
      throw Cursor.malformed(
          4,
          wasm[6] == 1
              ? "expected a core module, got a component"
              : "unknown binary version " + (wasm[4] & 0xff) + ", expected 1");
    }
  }

  private void section() {
    int begin = in.at();
    int id = in.u8();
    int size = in.u32();
    if (size > in.left()) {
      throw Cursor.malformed(
          begin,
          "length out of bounds: section "
              + id
              + " has "
              + size
              + " bytes, "
              + in.left()
              + " are left");
    }
    int end = in.at() + size;
    in.limit(end);
    switch (id) {
      case CUSTOM -> NameSection.kept(in).ifPresent(this::names);
      case IMPORT -> imports();
      case START -> start();
      case TABLE -> tables();
      case MEMORY -> memories();
      default -> {}
    }
    if (id != CUSTOM && id != IMPORT && id != START) {
      in.seek(begin);
      in.copy(end - begin, out);
    }
    in.seek(end);
    in.limit(in.length());
  }

  private void names(byte[] content) {
    if (!named) {
      named = true;
      out.write(CUSTOM);
      Cursor.writeU32(out, content.length);
      out.writeBytes(content);
    }
  }

  private void start() {
    if (start != NO_START) {
      throw Cursor.malformed(
          in.at(), "unexpected content after last section: a second start section");
    }
    long index = in.unsigned();
    if (in.left() > 0) {
      throw Cursor.malformed(in.at(), "section size mismatch: bytes after the start function");
    }
    start = (int) Math.min(index, Integer.MAX_VALUE);
  }

  private void imports() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int count = in.u32();
    if (count > in.left()) {
      throw Cursor.malformed(
          in.at(), "unexpected end: " + count + " imports in " + in.left() + " bytes");
    }
    Cursor.writeU32(body, count);
    for (int i = 0; i < count; i++) {
      imports.add(
          new ImportName(in.name("the name of an import"), in.name("the name of an import")));
      writeName(body, "i");
      writeName(body, Integer.toString(i));
      int from = in.at();
      description();
      int to = in.at();
      in.seek(from);
      in.copy(to - from, body);
    }
    if (in.left() > 0) {
      throw Cursor.malformed(in.at(), "section size mismatch: bytes after the last import");
    }
    out.write(IMPORT);
    Cursor.writeU32(out, body.size());
    out.writeBytes(body.toByteArray());
  }

  private void description() {
    int kind = in.u8();
    switch (kind) {
      case 0 -> {
        in.unsigned();
        importedFunctions++;
      }
      case 1 -> {
        in.skipValueType();
        limits("tables");
      }
      case 2 -> limits("memories");
      case 3 -> {
        in.skipValueType();
        in.u8();
      }
      case 4 -> {
        in.u8();
        in.unsigned();
      }
      default -> throw Cursor.malformed(in.at() - 1, "malformed import kind " + kind);
    }
  }

  private void tables() {
    long count = in.unsigned();
    for (long i = 0; i < count; i++) {
      int first = in.u8();
      if (first == 0x40) {
        return; // an initialiser follows, which only the engine's parser reads
      }
      in.skipValueType(first);
      limits("tables");
    }
  }

  private void memories() {
    long count = in.unsigned();
    for (long i = 0; i < count; i++) {
      limits("memories");
    }
  }

  private void limits(String what) {
    int from = in.at();
    int flags = in.u8();
    if (flags < 0x10 && (flags & 0x04) != 0) {
      throw Refused.feature("64-bit " + what + " (memory64)").with("offset", (long) from);
    }
    if (flags < 0x10 && (flags & 0x08) != 0) {
      throw Refused.feature("custom page sizes").with("offset", (long) from);
    }
    long min = in.unsigned64();
    long max = (flags & 0x01) != 0 ? in.unsigned64() : 0;
    if (what.equals("memories")) {
      requireMemory(from, min);
      requireMemory(from, max);
    } else {
      requireTable(from, min, max);
    }
  }

  private static void requireMemory(int at, long pages) {
    if (Long.compareUnsigned(pages, MOST_PAGES) > 0) {
      throw Refused.invalid(
              "invalid module: memory size must be at most "
                  + MOST_PAGES
                  + " pages (4 GiB), not "
                  + Long.toUnsignedString(pages))
          .with("offset", (long) at);
    }
  }

  private static void requireTable(int at, long min, long max) {
    if (Long.compareUnsigned(min, MOST_ELEMENTS) > 0
        || Long.compareUnsigned(max, MOST_ELEMENTS) > 0) {
      throw Refused.invalid("invalid module: table size must be at most " + MOST_ELEMENTS)
          .with("offset", (long) at);
    }
    if (min > Limits.MOST_TABLE_ELEMENTS) {
      throw Refused.feature(
              "a table of at least "
                  + min
                  + " elements (the most is "
                  + Limits.MOST_TABLE_ELEMENTS
                  + ")")
          .with("offset", (long) at);
    }
  }

  private static void writeName(ByteArrayOutputStream out, String ascii) {
    byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    Cursor.writeU32(out, bytes.length);
    out.writeBytes(bytes);
  }
}
