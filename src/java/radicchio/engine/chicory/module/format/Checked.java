package radicchio.engine.chicory.module.format;

import java.util.Set;

/**
 * A module whose format was checked, with what the engine reads wrongly in it.
 *
 * @param selfReferring the functions, by index, that refer to themselves
 * @param compiledOnly whether the interpreter lacks something that it has: vectors, wide arithmetic, legacy exceptions
 */
public record Checked(BlockTypes blockTypes, Set<Integer> selfReferring, boolean compiledOnly) {

  /** Whether block types get other indices. */
  public boolean renumbered() {
    return !blockTypes.isEmpty();
  }

  /**
   * The module as the engine reads it rightly.
   *
   * @param wasm the module that was checked, or one with the same type, element and code sections
   */
  public byte[] amended(byte[] wasm) {
    byte[] declared = selfReferring.isEmpty() ? wasm : Declarations.added(wasm, selfReferring);
    return renumbered() ? blockTypes.renumbered(declared) : declared;
  }
}
