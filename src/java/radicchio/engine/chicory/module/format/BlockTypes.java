package radicchio.engine.chicory.module.format;

import com.dylibso.chicory.wasm.types.ValType;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * The block types of a module that the engine reads wrongly: those whose type index is also the code of a value type,
 * or of the empty block type. Such a type gets a second index, after all others, which these blocks use.
 */
public final class BlockTypes {
  /** A block type that the engine reads wrongly, and its position. */
  record Misread(int from, int to, int type) {}

  private static final int HEADER = 8;
  private static final int TYPE_SECTION = 1;
  private static final int CODE_SECTION = 10;
  private static final int EMPTY = 0x40;

  /** The first index from which none is read wrongly. */
  private static final int SAFE = 128;

  private static final byte[] UNUSED = {0x60, 0, 0};

  private final List<Misread> misread;
  private final int codeFrom;

  /** @param codeFrom the beginning of the content of the code section, in which they are */
  BlockTypes(List<Misread> misread, int codeFrom) {
    this.misread = List.copyOf(misread);
    this.codeFrom = codeFrom;
  }

  static boolean isMisread(int type) {
    return type == EMPTY || ValType.isValid(type);
  }

  public boolean isEmpty() {
    return misread.isEmpty();
  }

  /**
   * Returns the module with the types' second indices, and with blocks that use them.
   *
   * @param wasm the module that was read, or one with the same type and code sections
   */
  public byte[] renumbered(byte[] wasm) {
    return sections(wasm, true);
  }

  /** Returns the module with only the types' second indices, which are those of {@link #renumbered}. */
  public static byte[] withSecondIndices(byte[] wasm) {
    return new BlockTypes(List.of(), 0).sections(wasm, false);
  }

  private byte[] sections(byte[] wasm, boolean withCode) {
    Cursor in = new Cursor(wasm);
    ByteArrayOutputStream out = new ByteArrayOutputStream(wasm.length + 1024);
    TypeSpace types = new TypeSpace();
    in.copy(HEADER, out);
    while (in.left() > 0) {
      int from = in.at();
      int id = in.u8();
      int size = in.u32();
      int end = in.at() + size;
      if (id == TYPE_SECTION) {
        section(id, types(in, end, types), out);
      } else if (id == CODE_SECTION && withCode) {
        section(id, code(in, types), out);
      } else {
        in.seek(from);
        in.copy(end - from, out);
      }
      in.seek(end);
    }
    return out.toByteArray();
  }

  private static void section(int id, ByteArrayOutputStream content, ByteArrayOutputStream out) {
    out.write(id);
    Cursor.writeU32(out, content.size());
    out.writeBytes(content.toByteArray());
  }

  private static ByteArrayOutputStream types(Cursor in, int end, TypeSpace types) {
    int groups = in.u32();
    int from = in.at();
    types.read(in, groups);
    ByteArrayOutputStream copies = new ByteArrayOutputStream();
    int added = 0;
    for (int i = types.count(); i < SAFE; i++, added++) {
      copies.writeBytes(UNUSED);
    }
    for (int i = 0; i < Math.min(SAFE, types.count()); i++) {
      if (hasSecondIndex(types, i)) {
        TypeSpace.Type type = types.get(i);
        copies.write(in.array(), type.from(), type.to() - type.from());
        added++;
      }
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    Cursor.writeU32(content, groups + added);
    content.write(in.array(), from, end - from);
    content.writeBytes(copies.toByteArray());
    return content;
  }

  private static boolean hasSecondIndex(TypeSpace types, int type) {
    return isMisread(type) && types.get(type).kind() == TypeSpace.Kind.FUNCTION;
  }

  private static int secondIndex(TypeSpace types, int type) {
    int index = Math.max(SAFE, types.count());
    for (int i = 0; i < type; i++) {
      if (hasSecondIndex(types, i)) {
        index++;
      }
    }
    return index;
  }

  private ByteArrayOutputStream code(Cursor in, TypeSpace types) {
    int moved = in.at() - codeFrom;
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int functions = in.u32();
    Cursor.writeU32(content, functions);
    int next = 0;
    for (int i = 0; i < functions; i++) {
      int size = in.u32();
      int end = in.at() + size;
      ByteArrayOutputStream body = new ByteArrayOutputStream(size + 16);
      while (next < misread.size() && misread.get(next).from() + moved < end) {
        Misread block = misread.get(next++);
        in.copy(block.from() + moved - in.at(), body);
        writeS33(body, secondIndex(types, block.type()));
        in.seek(block.to() + moved);
      }
      in.copy(end - in.at(), body);
      Cursor.writeU32(content, body.size());
      content.writeBytes(body.toByteArray());
    }
    return content;
  }

  /** A number that is not negative, as a signed LEB128: the last byte's highest bit of seven is its sign. */
  private static void writeS33(ByteArrayOutputStream out, int value) {
    int left = value;
    while (left > 0x3f) {
      out.write(left & 0x7f | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }
}
