package radicchio.engine.chicory.module.format;

import java.io.ByteArrayOutputStream;
import java.util.Set;

/**
 * Functions that refer to themselves. The engine's validator allows them only if a declarative element segment has
 * them; the specification also accepts an export, a global or any other segment. So such a segment is added.
 */
final class Declarations {
  private static final int HEADER = 8;
  private static final int ELEMENT_SECTION = 9;

  /** The ids of the sections after the element section. */
  private static final Set<Integer> LATER = Set.of(12, 10, 11);

  private static final int DECLARATIVE = 3;
  private static final int OF_FUNCTIONS = 0;

  private Declarations() {}

  static byte[] added(byte[] wasm, Set<Integer> functions) {
    Cursor in = new Cursor(wasm);
    ByteArrayOutputStream out = new ByteArrayOutputStream(wasm.length + 64);
    in.copy(HEADER, out);
    boolean added = false;
    while (in.left() > 0) {
      int from = in.at();
      int id = in.u8();
      int end = in.u32() + in.at();
      if (id == ELEMENT_SECTION) {
        int segments = in.u32();
        section(segments, in, end, functions, out);
        added = true;
      } else {
        if (!added && LATER.contains(id)) {
          section(0, in, in.at(), functions, out);
          added = true;
        }
        in.seek(from);
        in.copy(end - from, out);
      }
      in.seek(end);
    }
    return out.toByteArray();
  }

  /** Writes an element section with the existing segments, up to {@code end}, and the one of the functions. */
  private static void section(
      int segments, Cursor in, int end, Set<Integer> functions, ByteArrayOutputStream out) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    Cursor.writeU32(content, segments + 1);
    in.copy(end - in.at(), content);
    content.write(DECLARATIVE);
    content.write(OF_FUNCTIONS);
    Cursor.writeU32(content, functions.size());
    functions.forEach(function -> Cursor.writeU32(content, function));
    out.write(ELEMENT_SECTION);
    Cursor.writeU32(out, content.size());
    out.writeBytes(content.toByteArray());
  }
}
