package radicchio.wasi.p2.io;

import radicchio.error.ForeignText;

/**
 * {@code error} of {@code wasi:io}: what went wrong, which other interfaces translate.
 *
 * @param cause its message is what the guest may see of it
 */
public record GuestError(Throwable cause) {

  /** {@code to-debug-string}: the message alone, without what a stack trace or a path of the host would show. */
  String debugString() {
    return ForeignText.message(cause);
  }
}
