package radicchio.wasi.files;

/** An opened file or directory. Must be closed by the caller that opened it. */
public sealed interface Opened permits Directory, OpenFile {
  /** What it is. */
  FileStat stat() throws FileFailure, InterruptedException;

  /** Which file it is. */
  FileIdentity identity() throws FileFailure, InterruptedException;

  /**
   * Sets its times.
   *
   * @throws FileFailure {@code UNSUPPORTED} if the file is no longer where it was opened, or moved to by a guest of
   *     this JVM
   */
  void setTimes(Times times) throws FileFailure, InterruptedException;

  /** Releases its resources of the host, even if it throws. May be called again. */
  void close() throws FileFailure;
}
