package radicchio.runtime.compose;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import radicchio.component.Bytes;

/** Writes the numbers, texts and lists of the binary format. */
final class ByteWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Returns the written bytes. */
  byte[] bytes() {
    return out.toByteArray();
  }

  ByteWriter raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Writes a part of a binary, after its length. */
  ByteWriter sized(Bytes bytes) {
    number(bytes.length()).out.write(bytes.source(), bytes.offset(), bytes.length());
    return this;
  }

  /** Writes the bytes of another writer, after their length. */
  ByteWriter sized(ByteWriter contents) {
    return sized(Bytes.of(contents.bytes()));
  }

  /** Writes a byte: a code of the format, or a number below 128. */
  ByteWriter id(int value) {
    out.write(value);
    return this;
  }

  /** Writes an unsigned number (LEB128). */
  ByteWriter number(int value) {
    int left = value;
    while ((left & ~0x7f) != 0) {
      out.write(left & 0x7f | 0x80);
      left >>>= 7;
    }
    return id(left);
  }

  /** Writes the index of a type, as a signed number, because a code of a primitive type can be in its place. */
  ByteWriter typeIndex(int value) {
    long left = Integer.toUnsignedLong(value);
    while (left >= 0x40) {
      out.write((int) (left & 0x7f | 0x80));
      left >>>= 7;
    }
    return id((int) left);
  }

  ByteWriter text(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    number(encoded.length).out.writeBytes(encoded);
    return this;
  }

  <T> ByteWriter all(List<T> items, BiConsumer<ByteWriter, T> each) {
    number(items.size());
    items.forEach(item -> each.accept(this, item));
    return this;
  }

  <T> ByteWriter optional(Optional<T> item, BiConsumer<ByteWriter, T> write) {
    id(item.isPresent() ? 1 : 0);
    item.ifPresent(present -> write.accept(this, present));
    return this;
  }
}
