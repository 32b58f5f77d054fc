package radicchio.values.clojure;

import java.util.List;
import radicchio.abi.AbiClasses;

/**
 * Initialises every class of values that may otherwise be initialised while a guest runs. A guest determines the depth of the
 * stack then, and a class whose initialisation runs out of stack can never be used again in this JVM.
 */
final class Initialised {
  /** By name, because the compiler's own classes (for a {@code switch} over an enum) have no class literal. */
  private static final List<String> CLASSES =
      List.of(
          "values.clojure.ClojureValues$1",
          "values.clojure.ClojureValues$Makers",
          "values.clojure.ClojureIntegers",
          "values.clojure.Floats",
          "values.clojure.ImageReader",
          "values.clojure.Integers",
          "values.clojure.Integers$1",
          "values.clojure.Integers$2",
          "values.clojure.Labels",
          "values.clojure.Labels$FlagsMaker",
          "values.clojure.Maps",
          "values.clojure.Numbers$1",
          "values.clojure.OptionReader",
          "values.clojure.Packed$1",
          "values.clojure.PrimitiveArrays",
          "values.clojure.PrimitiveArrays$1",
          "values.clojure.RecordReader",
          "values.clojure.Texts",
          "values.clojure.Vectors",
          "values.clojure.Vectors$NumbersMaker");

  private Initialised() {}

  static void ensure() {
    AbiClasses.ensure();
    try {
      for (String name : CLASSES) {
        Class.forName("radicchio." + name, true, Initialised.class.getClassLoader());
      }
    } catch (ClassNotFoundException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
