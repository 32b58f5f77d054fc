package radicchio.engine.chicory.compile;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A digest of everything except the module that compiled classes depend on: the compiler that made them, and the engine's
 * parser and runtime, which they call. A version would be shorter, but not every jar with these classes contains it.
 */
final class EngineDigest {
  /** Must be increased when the compiler or its use changes, or the files of classes get another format. */
  private static final byte FORM = 19;

  private static final int DIGITS = 16;

  static final String VALUE = digest();

  private EngineDigest() {}

  private static String digest() {
    MessageDigest digest = sha256();
    digest.update(FORM);
    update(digest, Instance.class, "Instance");
    update(digest, Parser.class, "Parser");
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private static void update(MessageDigest digest, Class<?> neighbour, String name) {
    try (InputStream in = neighbour.getResourceAsStream(name + ".class")) {
      if (in != null) {
        digest.update(in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The SHA-256 of bytes, in hex. */
  static String of(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
