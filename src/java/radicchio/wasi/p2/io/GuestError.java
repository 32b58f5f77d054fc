package radicchio.wasi.p2.io;

import radicchio.error.ForeignText;

/**
 * {@code error} of {@code wasi:io}. Other interfaces convert it.
 *
 * @param cause the guest may read its message
 */
public record GuestError(Throwable cause) {

  /** {@code to-debug-string}: the message alone, without a stack trace or a path of the host. */
  String debugString() {
    return ForeignText.message(cause);
  }
}
