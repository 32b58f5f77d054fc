package radicchio.runtime.stream;

import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** The errors of the host's reads. */
final class HostReads {
  private HostReads() {}

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
}
