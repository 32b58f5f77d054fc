/**
 * The instructions on vectors (prefix 0xfd: {@code v128} and its relaxed instructions) as code for a machine that has none: a
 * vector is two longs, its low and its high half, and lane 0 is in the lowest bits of the low half.
 *
 * <p>{@link radicchio.engine.chicory.lanes.LaneInstructions} is the entrance: a compiler finds there the types of an
 * instruction, its immediates, and its {@link radicchio.engine.chicory.lanes.Lowering}, which describes by expressions what the
 * instruction loads, returns and stores. The expressions call the static methods of the classes that are named like the shapes,
 * {@link radicchio.engine.chicory.lanes.I8x16} and so on. These methods work on all lanes of a half at once where they can,
 * make no objects and are small, so that HotSpot inlines them.
 *
 * <p>Relaxed instructions return the results of the specification's deterministic profile, on every machine.
 *
 * <p>The names of the methods are in compiled classes: a new name is a new form in {@code EngineDigest}. The package does not
 * use any other.
 */
package radicchio.engine.chicory.lanes;
