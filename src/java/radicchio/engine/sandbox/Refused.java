package radicchio.engine.sandbox;

import java.nio.file.FileSystemException;

/** What a guest may not do in a directory, or what is not there as it says. */
final class Refused extends FileSystemException {
  private static final long serialVersionUID = 1L;

  private final Errno errno;

  Refused(Errno errno, String path, String reason) {
    super(path, null, reason);
    this.errno = errno;
  }

  Errno errno() {
    return errno;
  }
}
