package radicchio.runtime.stream.host;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** The results and the errors of the host's reads. */
final class HostReads {
  private HostReads() {}

  /** Returns the value of a completed read, or throws the exception with which it failed. */
  static <T> T outcome(CompletableFuture<T> read) {
    try {
      return read.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** @param what the awaited event: {@code "the guest to read"} */
  static RadicchioException tooLong(String what) {
    return RadicchioException.of(
            ErrorKind.LIMIT,
            "waited for " + what + " longer than a call may take; raise :timeout-ms to allow it")
        .withKeyword("limit", "timeout");
  }

  static RadicchioException interrupted() {
    return RadicchioException.of(ErrorKind.LIMIT, "the thread was interrupted while it waited")
        .withKeyword("limit", "interrupted");
  }

  /** @param size the length of an element */
  static void checkLength(int length, int size) {
    if (length < size) {
      throw RadicchioException.of(
          ErrorKind.ARGUMENT,
          "expected to read at least one element, of length "
              + size
              + ", got a length of "
              + length);
    }
  }

  static RadicchioException wrongTarget(boolean bytes) {
    return RadicchioException.of(
        ErrorKind.ARGUMENT,
        bytes
            ? "expected a byte[] to read this stream into, because its elements are scalars; got an Object[]"
            : "expected an Object[] to read this stream into, because its elements are not scalars; got a byte[]");
  }

  static RadicchioException twoReads() {
    return RadicchioException.of(
        ErrorKind.ARGUMENT, "another read of this stream waits; expected one read at a time");
  }

  static RadicchioException closed() {
    return RadicchioException.of(
        ErrorKind.CLOSED, "this end of the stream was closed, and cannot be read any more");
  }

  static RadicchioException futureClosed() {
    return RadicchioException.of(
        ErrorKind.CLOSED, "this end of the future was closed, and cannot be read any more");
  }
}
