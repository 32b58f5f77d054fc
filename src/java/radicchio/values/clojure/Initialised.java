package radicchio.values.clojure;

import java.util.List;

/**
 * Initialises every class that values may otherwise initialise while a guest runs. A guest determines the depth of the
 * stack then, and a class whose initialisation runs out of stack is unusable for ever in this JVM.
 */
final class Initialised {
  /** By name, because the compiler's own classes (for a {@code switch} over an enum) have no class literal. */
  private static final List<String> CLASSES =
      List.of(
          "abi.AsyncFunction",
          "abi.CanonicalFunction",
          "abi.layout.ElementSize",
          "abi.layout.ElementSize$1",
          "abi.layout.FlatTypes$1",
          "abi.value.GuestString$1",
          "abi.value.GuestString$Form",
          "abi.value.Heap",
          "abi.layout.Layout",
          "abi.layout.Layout$OfEnd",
          "abi.layout.Layout$OfHandle",
          "abi.value.Maker$OfEnd",
          "abi.value.Maker$OfHandle",
          "abi.context.NoHandles",
          "abi.context.CanonicalOptions",
          "abi.Passing",
          "abi.layout.Scalar",
          "abi.layout.Scalar$1",
          "abi.layout.Scalar$Kind",
          "abi.Strings",
          "abi.Strings$1",
          "abi.TextScan",
          "abi.PlainValues",
          "error.ErrorKind",
          "error.RadicchioException",
          "error.ValuePrinter",
          "values.clojure.ClojureValues$1",
          "values.clojure.ClojureValues$Makers",
          "abi.layout.Despecialize$1",
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
    try {
      for (String name : CLASSES) {
        Class.forName("radicchio." + name, true, Initialised.class.getClassLoader());
      }
    } catch (ClassNotFoundException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
