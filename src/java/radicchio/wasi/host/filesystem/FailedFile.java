package radicchio.wasi.host.filesystem;

import java.io.IOException;
import radicchio.wasi.files.FileFailure;

/** A failure of a file on its way through a stream. */
public final class FailedFile extends IOException {
  private static final long serialVersionUID = 1L;

  private final FileFailure failure;

  FailedFile(FileFailure failure) {
    super(failure.getMessage(), failure);
    this.failure = failure;
  }

  public FileFailure failure() {
    return failure;
  }
}
