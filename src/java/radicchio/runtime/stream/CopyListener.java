package radicchio.runtime.stream;

/** Whoever started a copy ({@code OnCopy}, {@code OnCopyDone}). Called by the thread that is in the store. */
public interface CopyListener {

  /**
   * Elements were copied, and more may follow until the buffer is reclaimed.
   *
   * @param reclaim ends the copy; must be called before the buffer is used otherwise
   */
  void copied(Runnable reclaim);

  /** The copy has ended. */
  void done(CopyResult result);
}
