package radicchio.engine.chicory.compile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import radicchio.engine.chicory.module.ModuleTraits;
import radicchio.engine.chicory.module.ReferenceCalls;

/**
 * The facts about a module that are needed, with its classes, to run it without reading its functions.
 *
 * @param digest the SHA-256 of its bytes, in hex
 * @param traits the facts from reading every instruction
 * @param renumbered whether block types got other indices; see {@link radicchio.engine.chicory.module.format.BlockTypes}
 * @param rewritten whether its calls by reference were rewritten; see {@link ReferenceCalls}
 * @param interpreted its functions that cannot be compiled
 */
record ModuleSummary(
    String digest,
    ModuleTraits traits,
    boolean renumbered,
    boolean rewritten,
    InterpretedFunctions interpreted) {

  /** Returns its name in stack traces and class files: digits of the digest that distinguish modules. */
  String className() {
    return ClassNames.of(digest);
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(digest);
    out.writeBoolean(traits.receivesFunctions());
    out.writeBoolean(traits.allocates());
    out.writeBoolean(renumbered);
    out.writeBoolean(rewritten);
    interpreted.write(out);
  }

  static ModuleSummary read(DataInput in) throws IOException {
    String digest = in.readUTF();
    ModuleTraits traits = new ModuleTraits(in.readBoolean(), in.readBoolean());
    boolean renumbered = in.readBoolean();
    boolean rewritten = in.readBoolean();
    return new ModuleSummary(digest, traits, renumbered, rewritten, InterpretedFunctions.read(in));
  }
}
