package radicchio.runtime.stream;

/** How a copy ended ({@code CopyResult}). */
enum CopyResult {
  COMPLETED,
  DROPPED,
  CANCELLED;

  /** Returns its number for a guest. */
  int code() {
    return ordinal();
  }
}
