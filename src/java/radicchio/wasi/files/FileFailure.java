package radicchio.wasi.files;

import java.io.IOException;

/** An operation on a file failed. It has no stack trace, because guests cause as many of them as they like. */
public final class FileFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final FileError error;

  public FileFailure(FileError error, String message) {
    super(message, null, false, false);
    this.error = error;
  }

  static FileFailure of(IOException e) {
    return new FileFailure(FileError.of(e), String.valueOf(e.getMessage()));
  }

  public FileError error() {
    return error;
  }
}
