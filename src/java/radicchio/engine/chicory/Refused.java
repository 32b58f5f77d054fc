package radicchio.engine.chicory;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.InvalidException;
import java.util.Locale;
import java.util.Optional;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** What is said of a module that cannot run here, before anything of it runs. */
final class Refused {
  private Refused() {}

  /** The module is fine, but needs something that the engine does not have. */
  static RadicchioException feature(String feature) {
    return RadicchioException.of(
        ErrorKind.INVALID,
        "the module uses " + feature + ", which this engine does not support; build it without");
  }

  static RadicchioException invalid(String message) {
    return RadicchioException.of(ErrorKind.INVALID, message);
  }

  /** What the engine's parser or validator threw, as our own error. */
  static RadicchioException of(Throwable fault) {
    if (fault instanceof RadicchioException ours) {
      return ours;
    }
    if (fault instanceof InvalidException) {
      return RadicchioException.of(ErrorKind.INVALID, "invalid module: " + fault.getMessage(), fault);
    }
    if (fault instanceof ChicoryException) {
      return feature(fault)
          .orElseGet(() -> RadicchioException.of(
              ErrorKind.MALFORMED, "malformed module: " + fault.getMessage(), fault));
    }
    return RadicchioException.of(
        ErrorKind.MALFORMED, "malformed module: its sections contradict each other", fault);
  }

  /** The feature that an opcode unknown to the engine belongs to. */
  private static Optional<RadicchioException> feature(Throwable fault) {
    String message = String.valueOf(fault.getMessage());
    int at = message.indexOf("illegal opcode, op value ");
    if (at < 0) {
      return message.contains("Invalid type opcode: 116")
          ? Optional.of(feature("the heap type noexn"))
          : Optional.empty();
    }
    String code = message.substring(at + "illegal opcode, op value ".length()).trim()
        .toUpperCase(Locale.ROOT);
    if (code.startsWith("FD")) {
      return Optional.of(feature("SIMD instructions"));
    }
    return switch (code) {
      case "FC13", "FC14", "FC15", "FC16" -> Optional.of(feature("wide arithmetic"));
      case "06", "07", "09", "18", "19" ->
          Optional.of(feature("the legacy form of exception handling"));
      case "E0", "E1", "E2", "E3", "E4", "E5", "E6" ->
          Optional.of(feature("stack switching"));
      default -> Optional.empty();
    };
  }
}
