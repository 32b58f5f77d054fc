package radicchio.binary;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import radicchio.component.Bytes;
import radicchio.component.DeepStack;

/**
 * The cursor over a part of the input. No other class moves it or checks bounds. Values follow the core specification's
 * binary format ("Values"). No allocation depends on a count in the input alone.
 */
final class Reader {
  /** The deepest nesting of components, including the outermost. */
  private static final int MAX_COMPONENTS = 1000;

  /** The deepest nesting of types of instances, components and modules. */
  private static final int MAX_TYPES = 100;

  private static final int FIRST_CAPACITY = 64;

  private final byte[] source;
  private final int end;
  private final int components;
  private final int types;

  /** State of the whole input, shared with the readers of its parts. */
  private final NameHashes names;

  private final DeepStack stack;

  private int at;

  private Reader(
      byte[] source,
      int begin,
      int end,
      int components,
      int types,
      NameHashes names,
      DeepStack stack) {
    this.source = source;
    this.names = names;
    this.stack = stack;
    this.at = begin;
    this.end = end;
    this.components = components;
    this.types = types;
  }

  /** A reader of the whole input. */
  static Reader of(Bytes bytes, DeepStack stack) {
    int end = bytes.offset() + bytes.length();
    return new Reader(bytes.source(), bytes.offset(), end, 1, 0, new NameHashes(), stack);
  }

  /** Decodes one item. */
  interface Item<T> {
    T read(Reader reader);
  }

  /** Returns the offset of the cursor in the whole input. */
  int offset() {
    return at;
  }

  boolean atEnd() {
    return at == end;
  }

  int remaining() {
    return end - at;
  }

  Malformed error(String message) {
    return new Malformed(message, at);
  }

  /** Makes an error about the byte that was just read. */
  Malformed errorBefore(String message) {
    return new Malformed(message, at - 1);
  }

  int u8(String what) {
    if (at == end) {
      throw error("expected " + what + ", but the bytes end");
    }
    return source[at++] & 0xff;
  }

  /** Returns the next byte without moving the cursor. */
  int peek(String what) {
    int b = u8(what);
    at--;
    return b;
  }

  /** Reads an unsigned number of 32 bits. */
  int u32(String what) {
    return (int) leb(32, false, what);
  }

  /** Reads a signed number of 33 bits, as in types. */
  long s33(String what) {
    return leb(33, true, what);
  }

  /** Reads a signed number of 64 bits. */
  long s64(String what) {
    return leb(64, true, what);
  }

  /** Reads an unsigned number of 64 bits. */
  long u64(String what) {
    return leb(64, false, what);
  }

  private long leb(int bits, boolean signed, String what) {
    int start = at;
    long value = 0;
    int shift = 0;
    while (true) {
      int b = u8(what);
      value |= (long) (b & 0x7f) << shift;
      int used = bits - shift;
      if (used < 7 && !fits(b & 0x7f, used, signed)) {
        throw new Malformed(what + " does not fit in " + bits + " bits", start);
      }
      shift += 7;
      if ((b & 0x80) == 0) {
        break;
      }
      if (shift >= bits) {
        throw new Malformed(what + " is too long for a number of " + bits + " bits", start);
      }
    }
    return signed && shift < 64 ? value << (64 - shift) >> (64 - shift) : value;
  }

  /** Tests whether the bits of the last byte beyond the number's width are zero, or copies of its sign. */
  private static boolean fits(int last, int used, boolean signed) {
    int above = signed ? last >> (used - 1) : last >> used;
    return above == 0 || signed && above == 0x7f >> (used - 1);
  }

  /** Reads a byte that is 0 or 1. */
  boolean flag(String what) {
    int b = u8(what);
    if (b > 1) {
      throw errorBefore("expected 0x00 or 0x01 for " + what + ", got " + hex(b));
    }
    return b == 1;
  }

  void expect(int wanted, String what) {
    int b = u8(what);
    if (b != wanted) {
      throw errorBefore("expected " + hex(wanted) + " for " + what + ", got " + hex(b));
    }
  }

  void skip(int bytes, String what) {
    if (bytes > remaining()) {
      throw error("expected " + what + ", but the bytes end");
    }
    at += bytes;
  }

  /** Reads a length and that many bytes of UTF-8: a name, which {@link NameHashes} counts. */
  String name(String what) {
    int start = at;
    String name = decode(what, bytes(what), start);
    names.add(name);
    return name;
  }

  private String decode(String what, Bytes bytes, int start) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(source, bytes.offset(), bytes.length()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Malformed(what + " is not UTF-8", start);
    }
  }

  /** Reads a length and that many bytes, which are not copied. */
  Bytes bytes(String what) {
    int start = at;
    int length = u32("the length of " + what);
    if (Integer.compareUnsigned(length, remaining()) > 0) {
      throw new Malformed(
          what
              + " has "
              + Integer.toUnsignedString(length)
              + " bytes, but "
              + remaining()
              + " are left",
          start);
    }
    Bytes bytes = new Bytes(source, at, length);
    at += length;
    return bytes;
  }

  /** Returns the remaining bytes. */
  Bytes rest() {
    Bytes bytes = new Bytes(source, at, remaining());
    at = end;
    return bytes;
  }

  /** Reads a count and that many items. An error in an item has its index. */
  <T> List<T> vec(String noun, Item<T> item) {
    int start = at;
    int count = u32("the number of " + noun + "s");
    if (Integer.compareUnsigned(count, remaining()) > 0) {
      throw new Malformed(
          Integer.toUnsignedString(count)
              + " of "
              + noun
              + ", but "
              + remaining()
              + " bytes are left",
          start);
    }
    List<T> items = new ArrayList<>(Math.min(count, FIRST_CAPACITY));
    for (int i = 0; i < count; i++) {
      try {
        items.add(item.read(this));
      } catch (Malformed e) {
        throw e.in(noun + "[" + i + "]");
      }
    }
    return items;
  }

  /** Reads 0x00, or 0x01 and an item. */
  <T> Optional<T> optional(String what, Item<T> item) {
    return flag(what) ? Optional.of(item.read(this)) : Optional.empty();
  }

  /** Runs the body, and adds the place to its errors. */
  static <T> T within(String place, Supplier<T> body) {
    try {
      return body.get();
    } catch (Malformed e) {
      throw e.in(place);
    }
  }

  /** Returns a reader of a part of the input, at the same depth. */
  Reader over(Bytes part) {
    return part(part.offset(), part.offset() + part.length(), components, types);
  }

  /** Reads a component nested in the one of this reader. */
  <T> T component(Bytes part, Item<T> item) {
    if (components == MAX_COMPONENTS) {
      throw error("expected at most " + MAX_COMPONENTS + " levels of nested components, got more");
    }
    int from = part.offset();
    return item.read(part(from, from + part.length(), components + 1, types));
  }

  /** Reads the contents of the type of an instance, a component or a module. */
  <T> T type(Item<T> item) {
    if (types == MAX_TYPES) {
      throw error("expected at most " + MAX_TYPES + " levels of nested types, got more");
    }
    Reader inner = part(at, end, components, types + 1);
    T read = item.read(inner);
    at = inner.at;
    return read;
  }

  private Reader part(int from, int to, int inComponents, int inTypes) {
    stack.at(inComponents + inTypes);
    return new Reader(source, from, to, inComponents, inTypes, names, stack);
  }

  /** Throws if bytes are left. */
  void finish() {
    if (at != end) {
      throw error(remaining() + " bytes too many");
    }
  }

  static String hex(int b) {
    return String.format("0x%02x", b);
  }
}
