package radicchio.runtime.stream;

/** How a copy ended ({@code CopyResult}). */
public enum CopyResult {
  COMPLETED,
  DROPPED,
  CANCELLED;

  /** Returns its number for a guest. */
  public int code() {
    return ordinal();
  }
}
