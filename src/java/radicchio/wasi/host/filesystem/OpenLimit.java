package radicchio.wasi.host.filesystem;

import java.util.concurrent.atomic.AtomicInteger;
import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;

/** How many files, directories and listings a guest has open. Any thread may use it. */
public final class OpenLimit {
  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  public OpenLimit(int most) {
    this.most = most;
  }

  /** Before something is opened: takes a place, which {@link #release} gives back. */
  public void take() throws FileFailure {
    int before = open.getAndIncrement();
    if (before >= most) {
      open.decrementAndGet();
      throw new FileFailure(
          FileError.TOO_MANY_OPEN,
          "the guest has " + before + " files and directories open; :open-files allows no more");
    }
  }

  public void release() {
    open.decrementAndGet();
  }
}
