package radicchio.wasi.host.filesystem;

import java.util.concurrent.atomic.AtomicInteger;
import radicchio.wasi.files.FileFailure;
import radicchio.wasi.files.OpenFile;

/**
 * An open file, which a descriptor and its streams share: it is closed when the last of them is dropped. Any
 * thread may use it.
 */
public final class SharedFile {
  private final OpenFile file;
  private final OpenLimit limit;
  private final AtomicInteger holders = new AtomicInteger(1);

  /** @param limit counts it */
  SharedFile(OpenFile file, OpenLimit limit) {
    this.file = file;
    this.limit = limit;
  }

  public OpenFile file() {
    return file;
  }

  public SharedFile retain() {
    holders.incrementAndGet();
    return this;
  }

  public void release() throws FileFailure {
    if (holders.decrementAndGet() == 0) {
      limit.release();
      file.close();
    }
  }
}
