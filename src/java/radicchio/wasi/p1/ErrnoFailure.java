package radicchio.wasi.p1;

/**
 * Thrown if a function of WASI ends with an error number. It has no stack trace, because guests can cause any number
 * of them.
 */
final class ErrnoFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Errno errno;

  ErrnoFailure(Errno errno) {
    super(errno.name(), null, false, false);
    this.errno = errno;
  }

  Errno errno() {
    return errno;
  }
}
