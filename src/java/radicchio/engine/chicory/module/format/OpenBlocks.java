package radicchio.engine.chicory.module.format;

import com.dylibso.chicory.wasm.types.OpCode;
import java.util.ArrayList;
import java.util.List;

/** The blocks of a function that are open while its instructions are read; the function itself is the outermost. */
final class OpenBlocks {
  /** A block, by the instructions that may follow in it. */
  private enum Form {
    PLAIN,
    IF,
    TRY,
    CATCH
  }

  private final List<Form> forms = new ArrayList<>(List.of(Form.PLAIN));

  int depth() {
    return forms.size();
  }

  boolean isEmpty() {
    return forms.isEmpty();
  }

  /** Opens and closes blocks as an instruction does. */
  void after(int at, OpCode op) {
    switch (op) {
      case BLOCK, LOOP, TRY_TABLE -> forms.add(Form.PLAIN);
      case IF -> forms.add(Form.IF);
      case END -> forms.remove(forms.size() - 1);
      case ELSE -> {
        if (forms.set(forms.size() - 1, Form.PLAIN) != Form.IF) {
          throw Cursor.malformed(at, "else without if");
        }
      }
      default -> {}
    }
  }

  /** Does the same for an instruction of the legacy form of exceptions. */
  void afterLegacy(int at, int opcode) {
    switch (opcode) {
      case LegacyOpcode.TRY -> forms.add(Form.TRY);
      case LegacyOpcode.CATCH -> handle(at, Form.CATCH);
      case LegacyOpcode.CATCH_ALL -> handle(at, Form.PLAIN);
      case LegacyOpcode.DELEGATE -> {
        if (forms.remove(forms.size() - 1) != Form.TRY) {
          throw Cursor.malformed(at, "delegate without try");
        }
      }
      default -> {}
    }
  }

  private void handle(int at, Form then) {
    Form before = forms.set(forms.size() - 1, then);
    if (before != Form.TRY && before != Form.CATCH) {
      throw Cursor.malformed(at, "catch without try");
    }
  }
}
