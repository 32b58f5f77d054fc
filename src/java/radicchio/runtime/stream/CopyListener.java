package radicchio.runtime.stream;

/**
 * Receives the progress of a copy that it started ({@code OnCopy}, {@code OnCopyDone}). Called by the thread that is in the
 * store.
 */
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
