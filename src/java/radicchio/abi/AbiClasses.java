package radicchio.abi;

import java.util.List;

/**
 * Initialises every class of this room and of errors that may otherwise be initialised while a guest runs. A guest determines
 * the depth of the stack then, and a class whose initialisation runs out of stack can never be used again in this JVM.
 */
public final class AbiClasses {
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
          "abi.PrimitiveForm",
          "abi.PrimitiveForm$1",
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
          "abi.layout.Despecialize$1");

  private AbiClasses() {}

  public static void ensure() {
    try {
      for (String name : CLASSES) {
        Class.forName("radicchio." + name, true, AbiClasses.class.getClassLoader());
      }
    } catch (ClassNotFoundException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
