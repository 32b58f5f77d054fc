package radicchio.wasi.p1;

/** A function of WASI ends with an error number. It has no stack trace, because guests cause as many as they like. */
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
