package radicchio.engine.chicory.compile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The names of the classes that modules are compiled to, and class files by their names. */
public final class ClassNames {
  /** The beginning of all of them, as stack traces show it. */
  public static final String PACKAGE = "radicchio.guest.";

  private static final String MACHINE = PACKAGE + "M";
  private static final int DIGEST_LENGTH = 16;

  private ClassNames() {}

  /** Returns the name of the machine's class for a module with this digest. */
  static String of(String digest) {
    return MACHINE + digest.substring(0, DIGEST_LENGTH);
  }

  /** Returns the machine's name at the beginning of a generated class's name; any other name unchanged. */
  public static String machineOf(String generated) {
    int length = MACHINE.length() + DIGEST_LENGTH;
    return generated.startsWith(MACHINE) && generated.length() >= length
        ? generated.substring(0, length)
        : generated;
  }

  /** Returns a class file of the class path. */
  static byte[] bytesOf(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            "the class path lacks " + file + ", although its class is loaded");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
