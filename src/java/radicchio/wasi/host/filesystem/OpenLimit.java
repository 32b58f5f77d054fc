package radicchio.wasi.host.filesystem;

import java.util.concurrent.atomic.AtomicInteger;
import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;

/** Counts the open files, directories and listings of a guest. Any thread may use it. */
public final class OpenLimit {
  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  public OpenLimit(int most) {
    this.most = most;
  }

  /** Counts one more, before it is opened. {@link #release} must be called after it was closed. */
  public void take() throws FileFailure {
    int before = open.getAndIncrement();
    if (before >= most) {
      open.decrementAndGet();
      throw new FileFailure(
          FileError.TOO_MANY_OPEN,
          "the guest has "
              + before
              + " open files and directories, the most that :open-files allows");
    }
  }

  public void release() {
    open.decrementAndGet();
  }
}
