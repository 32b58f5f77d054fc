package radicchio.engine.chicory.module.format;

import java.util.Set;

/**
 * A module whose format was checked, with the parts that the engine reads wrongly.
 *
 * @param selfReferring the functions, by index, that refer to themselves
 * @param tailCalling the functions, by index, that call others in tail position
 * @param compiledOnly whether it has something that the interpreter lacks: vectors, wide arithmetic, legacy exceptions
 */
public record Checked(
    BlockTypes blockTypes,
    Set<Integer> selfReferring,
    Set<Integer> tailCalling,
    boolean compiledOnly) {

  /** Tests whether block types get other indices. */
  public boolean renumbered() {
    return !blockTypes.isEmpty();
  }

  /**
   * Returns the module in a form that the engine reads correctly.
   *
   * @param wasm the module that was checked, or one with the same type, element and code sections
   */
  public byte[] amended(byte[] wasm) {
    byte[] declared = selfReferring.isEmpty() ? wasm : Declarations.added(wasm, selfReferring);
    return renumbered() ? blockTypes.renumbered(declared) : declared;
  }
}
