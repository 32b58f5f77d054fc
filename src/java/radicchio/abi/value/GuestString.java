package radicchio.abi.value;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import radicchio.engine.Deadline;

/**
 * A string in the form that it had in a guest's memory: well-formed bytes, with the encoding and length that {@code
 * load_string} keeps as a hint for {@code store_string}.
 *
 * @param bytes must not be changed
 * @param units the number of UTF-16 code units
 */
public record GuestString(byte[] bytes, Form form, int units) {

  /** The encoding of the bytes; {@code latin1+utf16} is one or the other. */
  public enum Form {
    UTF8,
    UTF16,
    /** For a component with the encoding {@code latin1+utf16}, like {@link #TAGGED_UTF16}. */
    LATIN1,
    TAGGED_UTF16
  }

  /** The number of bytes that are decoded between two checks of the deadline. */
  private static final int PIECE = 1 << 20;

  /** Returns a string of the host, without unpaired surrogates, in this form. */
  public static GuestString of(String string) {
    return new GuestString(string.getBytes(StandardCharsets.UTF_8), Form.UTF8, string.length());
  }

  /** Returns the string. For a long string, the deadline is checked meanwhile. */
  public String decode(Deadline deadline) {
    Charset charset = charset(form);
    boolean copied =
        charset == StandardCharsets.ISO_8859_1
            || charset == StandardCharsets.UTF_8 && units == bytes.length;
    return bytes.length <= PIECE || copied
        ? new String(bytes, copied ? StandardCharsets.ISO_8859_1 : charset)
        : decodeInPieces(charset, deadline);
  }

  private static Charset charset(Form form) {
    return switch (form) {
      case UTF8 -> StandardCharsets.UTF_8;
      case UTF16, TAGGED_UTF16 -> StandardCharsets.UTF_16LE;
      case LATIN1 -> StandardCharsets.ISO_8859_1;
    };
  }

  private String decodeInPieces(Charset charset, Deadline deadline) {
    CharsetDecoder decoder = charset.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    char[] decoded = new char[units];
    CharBuffer out = CharBuffer.wrap(decoded);
    for (int at = 0; at < bytes.length; at += PIECE) {
      deadline.check();
      in.limit(Math.min(bytes.length, at + PIECE));
      decoder.decode(in, out, in.limit() == bytes.length);
    }
    return new String(decoded);
  }
}
