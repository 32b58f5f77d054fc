package radicchio.engine.chicory.lanes;

/** The type of an operand or of a result. */
public enum LaneType {
  I32,
  I64,
  F32,
  F64,
  V128
}
