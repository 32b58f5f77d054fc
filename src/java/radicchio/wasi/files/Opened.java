package radicchio.wasi.files;

/** An open file or directory. The caller that opened it must close it. */
public sealed interface Opened permits Directory, OpenFile {
  /** Returns its attributes. */
  FileStat stat() throws FileFailure, InterruptedException;

  /** Returns its identity. */
  FileIdentity identity() throws FileFailure, InterruptedException;

  /**
   * Sets its times.
   *
   * @throws FileFailure {@code UNSUPPORTED} if the file no longer has the name under which it was opened, or to which
   *     a guest of this JVM moved it
   */
  void setTimes(Times times) throws FileFailure, InterruptedException;

  /** Releases its resources of the host, even if it throws. Does nothing the second time. */
  void close() throws FileFailure;
}
