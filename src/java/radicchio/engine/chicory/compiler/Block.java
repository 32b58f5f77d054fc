package radicchio.engine.chicory.compiler;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;

/** A block that is open while its instructions are read (Core specification, "Validation Algorithm": a control frame). */
final class Block {
  /** The kind of instruction that opened it. */
  enum Form {
    FUNCTION,
    BLOCK,
    LOOP,
    IF,
    ELSE,
    TRY_TABLE,
    TRY,
    CATCH,
    CATCH_ALL,
    /** It is around the part of a function that is compiled. */
    OUTSIDE
  }

  /**
   * A clause of a {@code try_table}.
   *
   * @param tag the tag that it catches, or -1 for all
   * @param withReference whether the exception itself is a value of the label
   */
  record Catch(int tag, boolean withReference, Block target) {
    static final int ALL = -1;
  }

  /** A part of the code whose exceptions are caught. */
  record Range(Label from, Label to) {}

  final int[] params;
  final int[] results;

  /** The number of operands below it. */
  final int height;

  /** Whether it can be reached. */
  final boolean entered;

  final Label start = new Label();
  final Label end = new Label();

  /** The beginning of the second branch of an {@code if}. */
  final Label otherwise = new Label();

  /** The number of locals without a default value that were set before it. */
  final int initialized;

  /** Of one outside of a part: the number of the way out to it. */
  int exit;

  final List<Catch> catches = new ArrayList<>();
  final List<Range> ranges = new ArrayList<>();

  /** Where exceptions of blocks inside arrive that delegate them to this one. */
  final List<Label> delegated = new ArrayList<>();

  /** Of a {@code try}: where an exception goes that is of none of the tags so far; null after {@code catch_all}. */
  Label nextCatch;

  private static final int NOT_GUARDED = -1;
  private Label rangeFrom;
  private int rangeAt = NOT_GUARDED;
  private Form form;

  /** Whether the rest of it cannot be reached, so that its operands may have any type. */
  private boolean unreachable;

  /** Tests whether an instruction jumps to its end. */
  private boolean endReached;

  Block(Form form, int[] params, int[] results, int height, boolean entered, int initialized) {
    this.form = form;
    this.params = params;
    this.results = results;
    this.height = height;
    this.entered = entered;
    this.initialized = initialized;
  }

  /** Begins a part whose exceptions are caught. */
  void beginRange(JvmCode code) {
    rangeFrom = new Label();
    code.label(rangeFrom);
    rangeAt = code.instructions();
  }

  /** Ends a part whose exceptions are caught. */
  void endRange(JvmCode code) {
    if (rangeAt != NOT_GUARDED && code.instructions() > rangeAt) {
      Label to = new Label();
      code.label(to);
      ranges.add(new Range(rangeFrom, to));
    }
    rangeAt = NOT_GUARDED;
  }

  /** Tests whether exceptions are caught here. */
  boolean isCatching() {
    return rangeAt != NOT_GUARDED;
  }

  /** Tests whether it has any instruction whose exceptions it catches. */
  boolean isGuarding() {
    return !ranges.isEmpty();
  }

  /** Whether it does anything with exceptions that it guards. */
  boolean isCatchingAny() {
    return form != Form.TRY_TABLE || !catches.isEmpty();
  }

  Form form() {
    return form;
  }

  boolean isLoop() {
    return form == Form.LOOP;
  }

  /** Returns the types of the values of a branch to it. */
  int[] label() {
    return isLoop() ? params : results;
  }

  boolean isUnreachable() {
    return unreachable;
  }

  void unreachable() {
    unreachable = true;
  }

  boolean isEndReached() {
    return endReached;
  }

  void reachEnd() {
    endReached = true;
  }

  /** How many operands its instructions cannot take: those below it, and the exception that it handles. */
  int floor() {
    return form == Form.CATCH || form == Form.CATCH_ALL ? height + 1 : height;
  }

  /** Instructions begin that handle exceptions of a {@code try}. */
  void beginCatch(Form catching) {
    form = catching;
    unreachable = false;
  }

  /** Begins the second branch of an {@code if}. */
  void otherwise() {
    form = Form.ELSE;
    unreachable = false;
  }
}
