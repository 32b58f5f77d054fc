package radicchio.engine.chicory.compile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The names of the classes that modules are compiled to, and class files by their names. */
public final class ClassNames {
  /** What all of them begin with; a stack trace shows them. */
  public static final String PACKAGE = "radicchio.guest.";

  private static final String MACHINE = PACKAGE + "M";
  private static final int DIGEST_LENGTH = 16;

  private ClassNames() {}

  /** The name of the class that is the machine of a module with this digest. */
  static String of(String digest) {
    return MACHINE + digest.substring(0, DIGEST_LENGTH);
  }

  /** The name of a machine that the name of a generated class begins with; any other name is itself. */
  public static String machineOf(String generated) {
    int length = MACHINE.length() + DIGEST_LENGTH;
    return generated.startsWith(MACHINE) && generated.length() >= length
        ? generated.substring(0, length)
        : generated;
  }

  /** A class file of the class path. */
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
