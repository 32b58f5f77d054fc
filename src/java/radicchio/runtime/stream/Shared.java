package radicchio.runtime.stream;

import radicchio.component.ValType;

/**
 * What the two ends of a stream or future share ({@code SharedBase}). The state of one that a guest made is a {@link SharedStream}
 * or {@link SharedFuture}; the host has its own behind an end that it gave. Used inside the store.
 */
public interface Shared {

  /** Returns its type: a {@link ValType.StreamType} or a {@link ValType.FutureType}. */
  ValType type();

  /** Cancels the copy that waits, whose listener is then told. */
  void cancel();

  /** Drops one of its ends. No copy of that end waits. */
  void drop();

  /** What a readable end reads from ({@code ReadableStream}, {@code ReadableFuture}). */
  interface Readable extends Shared {
    void read(CopyBuffer target, CopyListener listener);
  }

  /** What a writable end writes to ({@code WritableStream}, {@code WritableFuture}). */
  interface Writable extends Shared {
    void write(CopyBuffer source, CopyListener listener);
  }
}
