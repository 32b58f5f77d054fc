package radicchio.wasi.files;

import java.io.IOException;

/** Thrown if an operation on a file fails. It has no stack trace, because guests can cause any number of them. */
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
