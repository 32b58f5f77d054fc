package radicchio.engine.chicory;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has to be known of a module beside its classes in order to run it without reading its functions.
 *
 * @param digest the SHA-256 of its bytes, in hex
 * @param traits what a look at every instruction gave
 * @param rewritten whether its calls by reference were rewritten; see {@link ReferenceCalls}
 * @param fallback the functions, by index, that are too large for a JVM method and run interpreted
 */
record ModuleSummary(String digest, ModuleTraits traits, boolean rewritten, Set<Integer> fallback) {

  /** What stack traces and class files call it: digits of the digest that tell modules apart. */
  String className() {
    return Compilation.className(digest);
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(digest);
    out.writeBoolean(traits.receivesFunctions());
    out.writeBoolean(traits.usesSegments());
    out.writeBoolean(traits.allocates());
    out.writeBoolean(rewritten);
    out.writeInt(fallback.size());
    for (int function : fallback) {
      out.writeInt(function);
    }
  }

  static ModuleSummary read(DataInput in) throws IOException {
    String digest = in.readUTF();
    ModuleTraits traits = new ModuleTraits(in.readBoolean(), in.readBoolean(), in.readBoolean());
    boolean rewritten = in.readBoolean();
    Set<Integer> fallback = new TreeSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      fallback.add(in.readInt());
    }
    return new ModuleSummary(digest, traits, rewritten, fallback);
  }
}
