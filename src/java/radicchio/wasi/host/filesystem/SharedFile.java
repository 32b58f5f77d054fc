package radicchio.wasi.host.filesystem;

import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.OpenFile;

/**
 * An open file, which a descriptor and its streams share: it is closed when the last of them is dropped. Used within an
 * entrance of the store.
 */
public final class SharedFile {
  private final OpenFile file;
  private final OpenLimit limit;
  private int holders = 1;

  /** @param limit of which it took a place */
  SharedFile(OpenFile file, OpenLimit limit) {
    this.file = file;
    this.limit = limit;
  }

  public OpenFile file() {
    return file;
  }

  public SharedFile retain() {
    holders++;
    return this;
  }

  public void release() throws FileFailure {
    if (--holders == 0) {
      limit.release();
      file.close();
    }
  }
}
