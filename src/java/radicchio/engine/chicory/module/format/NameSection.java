package radicchio.engine.chicory.module.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import radicchio.error.RadicchioException;

/**
 * The name section of a module (Core specification, "Name Section"), of which only the names of the module and the functions are kept. A
 * malformed custom section does not make the module malformed, so malformed names are omitted, and so are names that the engine does not
 * accept.
 */
public final class NameSection {
  private static final int MODULE = 0;
  private static final int FUNCTIONS = 1;
  private static final byte[] SECTION_NAME = "name".getBytes(StandardCharsets.US_ASCII);

  private final Cursor in;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  private NameSection(Cursor in) {
    this.in = in;
  }

  /**
   * The content of the name section with what is kept of it; empty if it is another custom section.
   *
   * @param in at the content of a custom section, limited to it
   */
  public static Optional<byte[]> kept(Cursor in) {
    NameSection names = new NameSection(in);
    if (!in.name("the name of a custom section").equals("name")) {
      return Optional.empty();
    }
    Cursor.writeU32(names.kept, SECTION_NAME.length);
    names.kept.writeBytes(SECTION_NAME);
    try {
      while (in.left() > 0) {
        names.subsection();
      }
    } catch (RadicchioException malformed) {
      // the names before it are kept
    }
    return Optional.of(names.kept.toByteArray());
  }

  private void subsection() {
    int id = in.u8();
    int size = in.u32();
    if (size > in.left()) {
      throw Cursor.malformed(in.at(), "length out of bounds");
    }
    int end = in.at() + size;
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    if (id == MODULE && !name(content)) {
      content.reset();
    } else if (id == FUNCTIONS) {
      functions(content, end);
    }
    if (content.size() > 0) {
      kept.write(id);
      Cursor.writeU32(kept, content.size());
      kept.writeBytes(content.toByteArray());
    }
    in.seek(end);
  }

  /** The names of functions in the order of their indices, up to the first that is not. */
  private void functions(ByteArrayOutputStream content, int end) {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    int count = in.count("names");
    int written = 0;
    long last = -1;
    for (int i = 0; i < count && in.at() < end; i++) {
      long index = in.unsigned();
      if (index <= last || index > Integer.MAX_VALUE) {
        break;
      }
      last = index;
      ByteArrayOutputStream name = new ByteArrayOutputStream();
      if (name(name)) {
        Cursor.writeU32(names, (int) index);
        names.writeBytes(name.toByteArray());
        written++;
      }
    }
    Cursor.writeU32(content, written);
    content.writeBytes(names.toByteArray());
  }

  /** Copies a name; false if the engine would not take it. */
  private boolean name(ByteArrayOutputStream to) {
    int from = in.at();
    String name = in.name("a name");
    to.write(in.array(), from, in.at() - from);
    return name.chars().allMatch(c -> c < 0x80 || Character.isUnicodeIdentifierPart(c));
  }
}
