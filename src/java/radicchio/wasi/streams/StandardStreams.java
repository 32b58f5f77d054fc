package radicchio.wasi.streams;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** Makes the standard input and output of guests. */
public final class StandardStreams {
  private StandardStreams() {}

  /** Standard output and error from the start of the process, if {@link #beginning} was called. */
  private static volatile Optional<PrintStream> firstOut = Optional.empty();

  private static volatile Optional<PrintStream> firstErr = Optional.empty();

  /** Records the streams of the process. A main function calls it first, before anything can replace them. */
  public static void beginning() {
    firstOut = Optional.of(System.out);
    firstErr = Optional.of(System.err);
  }

  /**
   * Returns the standard input of the process; an empty one if the process has none. The JVM does not notice that its
   * standard input is closed: a file that it opens itself gets the number 0, and would be read.
   */
  static InputStream input() {
    return Holder.IS_OWN_FILE && System.in == Holder.FIRST
        ? InputStream.nullInputStream()
        : System.in;
  }

  private static final class Holder {
    static final InputStream FIRST = System.in;
    static final boolean IS_OWN_FILE = isOwnFile(Path.of("/proc/self/fd/0"));

    private static boolean isOwnFile(Path descriptor) {
      try {
        Path file = descriptor.toRealPath();
        return file.startsWith(Path.of(System.getProperty("java.home")).toRealPath())
            || Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .anyMatch(
                    entry ->
                        !entry.isEmpty()
                            && file.equals(Path.of(entry).toAbsolutePath().normalize()));
      } catch (IOException | InvalidPathException e) {
        return false; // a pipe, a terminal, or a system that does not list descriptors
      }
    }
  }

  /**
   * Tests whether a standard stream of the process is a terminal.
   *
   * @param descriptor its number
   */
  public static boolean isTerminal(int descriptor) {
    try {
      String device = Path.of("/proc/self/fd/" + descriptor).toRealPath().toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException | InvalidPathException e) {
      return System.console() != null; // a pipe, or a system that does not list descriptors
    }
  }

  /** Returns the standard output of the process, which throws its failures. */
  public static OutputStream output() {
    return inherited(System.out, firstOut, FileDescriptor.out);
  }

  /** Returns the standard error of the process, which throws its failures. */
  public static OutputStream error() {
    return inherited(System.err, firstErr, FileDescriptor.err);
  }

  /** Returns the stream below a {@link PrintStream} of the process, because a {@code PrintStream} hides failures. */
  private static OutputStream inherited(
      PrintStream now, Optional<PrintStream> first, FileDescriptor descriptor) {
    return first.filter(stream -> stream == now).isPresent()
        ? new FileOutputStream(descriptor)
        : new Checked(now);
  }

  private static final OutputStream NOWHERE = OutputStream.nullOutputStream();

  /** Tests whether a write may wait for another process. */
  static boolean mayWait(OutputStream out) {
    if (out instanceof Bounded bounded) {
      return mayWait(bounded.out);
    }
    if (out instanceof Text text) {
      return !(text.writer instanceof StringWriter);
    }
    return !(out instanceof ByteArrayOutputStream) && out.getClass() != NOWHERE.getClass();
  }

  /**
   * Returns a stream that writes UTF-8 to a writer. Bytes that are not UTF-8 become U+FFFD. The writer is never
   * closed.
   */
  public static OutputStream into(Writer writer) {
    return new Text(writer);
  }

  /**
   * Returns a stream that accepts a limited number of bytes.
   *
   * @param what its name in messages: {@code "standard output"}
   */
  public static OutputStream bounded(OutputStream out, long most, String what) {
    return new Bounded(out, most, what);
  }

  private static final class Text extends OutputStream {
    private static final int LONGEST_SEQUENCE = 4;

    private final Writer writer;
    private final CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    /** The first bytes of an incomplete character. */
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
      ByteBuffer in =
          ByteBuffer.allocate(rest.remaining() + length).put(rest).put(bytes, offset, length);
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

  private static final class Checked extends OutputStream {
    private final PrintStream out;

    Checked(PrintStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      flush();
    }

    @Override
    public void flush() throws IOException {
      if (out.checkError()) {
        throw new IOException("the process's output cannot be written");
      }
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
                "the guest wrote more than "
                    + most
                    + " bytes to "
                    + what
                    + "; raise :limits :output-bytes, or pass a stream as the output")
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
