package radicchio.engine.chicory.module.format;

/** The instructions of the legacy exception handling proposal, which the engine does not have. */
final class LegacyOpcode {
  static final int TRY = 0x06;
  static final int CATCH = 0x07;
  static final int RETHROW = 0x09;
  static final int DELEGATE = 0x18;
  static final int CATCH_ALL = 0x19;

  private LegacyOpcode() {}

  static boolean is(int opcode) {
    return opcode == TRY
        || opcode == CATCH
        || opcode == RETHROW
        || opcode == DELEGATE
        || opcode == CATCH_ALL;
  }
}
