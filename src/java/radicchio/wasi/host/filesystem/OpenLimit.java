package radicchio.wasi.host.filesystem;

import radicchio.wasi.files.FileError;
import radicchio.wasi.files.FileFailure;

/** How many files, directories and listings a guest has open. Used within an entrance of the store. */
public final class OpenLimit {
  private final int most;
  private int open;

  public OpenLimit(int most) {
    this.most = most;
  }

  /** Before something is opened: takes a place, which {@link #release} gives back. */
  public void take() throws FileFailure {
    if (open >= most) {
      throw new FileFailure(
          FileError.TOO_MANY_OPEN,
          "the guest has " + open + " files and directories open; :open-files allows no more");
    }
    open++;
  }

  public void release() {
    open--;
  }
}
