package radicchio.engine.chicory.lanes;

/** The immediates of an instruction, in the order of the binary format. */
public enum LaneImmediate {
  NONE,
  /** A memory argument. */
  MEMARG,
  /** The index of a lane, one byte. */
  LANE,
  /** A memory argument and the index of a lane. */
  MEMARG_LANE,
  /** Sixteen indices of lanes, a byte each. */
  LANES,
  /** Sixteen bytes: a vector. */
  CONSTANT
}
