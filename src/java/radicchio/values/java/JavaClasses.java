package radicchio.values.java;

import java.util.List;
import radicchio.abi.AbiClasses;

/**
 * Initialises every class of this room that may otherwise be initialised while a guest runs. A guest determines the depth of the
 * stack then, and a class whose initialisation runs out of stack can never be used again in this JVM.
 */
final class JavaClasses {
  /** By name, because the compiler's own classes (for a {@code switch} over an enum) have no class literal. */
  private static final List<String> CLASSES =
      List.of(
          "values.java.JavaCases",
          "values.java.JavaLists",
          "values.java.JavaParts",
          "values.java.JavaScalars$1",
          "values.java.JavaTexts",
          "values.java.JavaValues$1",
          "values.java.JavaValues$Makers");

  private JavaClasses() {}

  static void ensure() {
    AbiClasses.ensure();
    try {
      for (String name : CLASSES) {
        Class.forName("radicchio." + name, true, JavaClasses.class.getClassLoader());
      }
    } catch (ClassNotFoundException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
