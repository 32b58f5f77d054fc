package radicchio.runtime;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** What a guest's standard input and output are made of. */
public final class StandardStreams {
  private StandardStreams() {}

  /** A stream that never waits: a guest that asks whether it can be read is told so, at its end too. */
  public static InputStream ready(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int available() throws IOException {
        return Math.max(1, super.available());
      }
    };
  }

  /** A stream of UTF-8 into a writer; what is no UTF-8 becomes U+FFFD. The writer is never closed. */
  public static OutputStream into(Writer writer) {
    return new Text(writer);
  }

  /**
   * A stream that takes so many bytes and no more.
   *
   * @param what names it in the message: {@code "standard output"}
   */
  public static OutputStream bounded(OutputStream out, long most, String what) {
    return new Bounded(out, most, what);
  }

  private static final class Text extends OutputStream {
    private static final int LONGEST_SEQUENCE = 4;

    private final Writer writer;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .onUnmappableCharacter(CodingErrorAction.REPLACE);
    /** The beginning of a character whose end has not come yet. */
    private ByteBuffer rest = ByteBuffer.allocate(0);

    Text(Writer writer) {
      this.writer = writer;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer in = ByteBuffer.allocate(rest.remaining() + length).put(rest).put(bytes, offset, length);
      in.flip();
      CharBuffer chars = CharBuffer.allocate(in.remaining() + LONGEST_SEQUENCE);
      decoder.decode(in, chars, false);
      rest = in;
      writer.append(chars.flip());
    }

    @Override
    public void flush() throws IOException {
      writer.flush();
    }

    @Override
    public void close() throws IOException {
      CharBuffer chars = CharBuffer.allocate(rest.remaining() + LONGEST_SEQUENCE);
      decoder.decode(rest, chars, true);
      decoder.flush(chars);
      decoder.reset();
      rest = ByteBuffer.allocate(0);
      writer.append(chars.flip());
      writer.flush();
    }
  }

  private static final class Bounded extends OutputStream {
    private final OutputStream out;
    private final long most;
    private final String what;
    private long written;

    Bounded(OutputStream out, long most, String what) {
      this.out = out;
      this.most = most;
      this.what = what;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > most - written) {
        throw RadicchioException.of(
                ErrorKind.LIMIT,
                "the guest wrote more than " + most + " bytes to " + what
                    + "; raise :limits :output-bytes, or give a stream to write to")
            .withKeyword("limit", "output-bytes");
      }
      written += length;
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }
}
