package radicchio.engine.chicory;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * The binary format of a module, changed where the engine would read it wrongly: every import gets a name of
 * its own, since linking is by position and two imports may share a name, or have an empty one; the start
 * section is taken out, since we run the start function ourselves, after initialisation. What the engine lacks
 * altogether and would call malformed is refused by its name here.
 *
 * <p>It reads the sections' frames and the import, table, memory and start sections, nothing else; whatever is
 * wrong in the others the engine's parser says.
 */
final class ModuleBytes {
  private static final int IMPORT = 2;
  private static final int TABLE = 4;
  private static final int MEMORY = 5;
  private static final int START = 8;
  private static final int NO_START = -1;

  /** An import's two names as the module has them. */
  record ImportName(String module, String name) {}

  /** What the engine parses, the names of the imports, and the start function's index or -1. */
  record Prepared(byte[] bytes, List<ImportName> imports, int start) {}

  private final byte[] in;
  private final ByteArrayOutputStream out;
  private final List<ImportName> imports = new ArrayList<>();
  private int start = NO_START;
  private int at;
  private int end;

  private ModuleBytes(byte[] in) {
    this.in = in;
    this.out = new ByteArrayOutputStream(in.length + 64);
    this.end = in.length;
  }

  static Prepared prepare(byte[] wasm) {
    return new ModuleBytes(wasm).prepare();
  }

  private Prepared prepare() {
    if (in.length < 8 || in[0] != 0 || in[1] != 'a' || in[2] != 's' || in[3] != 'm') {
      throw malformed(0, "not a WebAssembly module: it does not begin with \\0asm");
    }
    if (in[4] != 1 || in[5] != 0 || in[6] != 0 || in[7] != 0) {
      throw malformed(4, in[6] == 1
          ? "a component where a core module was expected"
          : "unknown version " + (in[4] & 0xff) + "; expected 1");
    }
    at = 8;
    out.write(in, 0, 8);
    while (at < in.length) {
      section();
    }
    return new Prepared(out.toByteArray(), List.copyOf(imports), start);
  }

  private void section() {
    int begin = at;
    int id = u8();
    long size = u32();
    if (size > in.length - at) {
      throw malformed(begin, "unexpected end: section " + id + " says " + size + " bytes, "
          + (in.length - at) + " are left");
    }
    int body = at;
    end = body + (int) size;
    switch (id) {
      case IMPORT -> imports();
      case START -> start();
      case TABLE -> {
        tables();
        copy(begin);
      }
      case MEMORY -> {
        memories();
        copy(begin);
      }
      default -> copy(begin);
    }
    at = end;
    end = in.length;
  }

  private void copy(int from) {
    out.write(in, from, end - from);
  }

  private void start() {
    if (start != NO_START) {
      throw malformed(at, "unexpected content after last section: a second start section");
    }
    long index = u32();
    if (at != end) {
      throw malformed(at, "section size mismatch: the start section is longer than its index");
    }
    start = (int) Math.min(index, Integer.MAX_VALUE);
  }

  private void imports() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    long count = u32();
    if (count > end - at) {
      throw malformed(at, count + " imports in " + (end - at) + " bytes");
    }
    writeU32(body, (int) count);
    for (int i = 0; i < count; i++) {
      imports.add(new ImportName(name(), name()));
      writeName(body, "i");
      writeName(body, Integer.toString(i));
      int from = at;
      description();
      body.write(in, from, at - from);
    }
    if (at != end) {
      throw malformed(at, "section size mismatch: bytes after the last import");
    }
    out.write(IMPORT);
    writeU32(out, body.size());
    out.writeBytes(body.toByteArray());
  }

  private void description() {
    int kind = u8();
    switch (kind) {
      case 0 -> u32();
      case 1 -> {
        referenceType(u8());
        limits("table");
      }
      case 2 -> limits("memory");
      case 3 -> {
        referenceType(u8());
        u8();
      }
      case 4 -> {
        u8();
        u32();
      }
      default -> throw malformed(at - 1, "malformed import kind " + kind);
    }
  }

  /** Skips the heap type that follows 0x63 and 0x64; other value types have one byte. */
  private void referenceType(int code) {
    if (code == 0x63 || code == 0x64) {
      while ((u8() & 0x80) != 0) {
        // a signed LEB128 of at most five bytes; the engine's parser checks its value
      }
    }
  }

  private void tables() {
    long count = u32();
    for (long i = 0; i < count; i++) {
      int first = u8();
      if (first == 0x40) {
        return; // an initialiser follows, which only the engine's parser reads
      }
      referenceType(first);
      limits("table");
    }
  }

  private void memories() {
    long count = u32();
    for (long i = 0; i < count; i++) {
      limits("memory");
    }
  }

  private void limits(String what) {
    int from = at;
    int flags = u8();
    if ((flags & 0x04) != 0 && flags < 0x10) {
      throw Refused.feature("64-bit " + (what.equals("table") ? "tables" : "memories")
          + " (memory64)").with("offset", (long) from);
    }
    if ((flags & 0x08) != 0 && flags < 0x10) {
      throw Refused.feature("custom page sizes").with("offset", (long) from);
    }
    u32();
    if ((flags & 0x01) != 0) {
      u32();
    }
  }

  private String name() {
    int from = at;
    long length = u32();
    if (length > end - at) {
      throw malformed(from, "unexpected end: a name of " + length + " bytes, " + (end - at) + " are left");
    }
    ByteBuffer bytes = ByteBuffer.wrap(in, at, (int) length);
    at += (int) length;
    try {
      return StandardCharsets.UTF_8.newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw malformed(from, "malformed UTF-8 encoding in the name of an import");
    }
  }

  private int u8() {
    if (at >= end) {
      throw malformed(at, "unexpected end of section or function");
    }
    return in[at++] & 0xff;
  }

  private long u32() {
    int from = at;
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int b = u8();
      if (shift == 28 && (b & 0xf0) != 0) {
        throw malformed(from, (b & 0x80) != 0 ? "integer representation too long" : "integer too large");
      }
      value |= (long) (b & 0x7f) << shift;
      if ((b & 0x80) == 0) {
        return value;
      }
    }
    throw malformed(from, "integer representation too long");
  }

  private static void writeU32(ByteArrayOutputStream out, int value) {
    int left = value;
    while ((left & ~0x7f) != 0) {
      out.write(left & 0x7f | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }

  private static void writeName(ByteArrayOutputStream out, String ascii) {
    byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    writeU32(out, bytes.length);
    out.write(bytes, 0, bytes.length);
  }

  private static RadicchioException malformed(int offset, String message) {
    return RadicchioException.of(ErrorKind.MALFORMED, message).with("offset", (long) offset);
  }
}
