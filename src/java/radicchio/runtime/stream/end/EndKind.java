package radicchio.runtime.stream.end;

import radicchio.component.ValType;
import radicchio.component.ValType.StreamType;
import radicchio.runtime.waitable.EventCode;

/** The four kinds of ends, with their words in messages. */
enum EndKind {
  STREAM_READ(
      EventCode.STREAM_READ,
      "a readable end of a stream",
      "cannot read from stream after being notified that the writable end dropped",
      "cannot remove busy stream"),
  STREAM_WRITE(
      EventCode.STREAM_WRITE,
      "a writable end of a stream",
      "cannot write to stream after being notified that the readable end dropped",
      "cannot drop busy stream"),
  FUTURE_READ(
      EventCode.FUTURE_READ,
      "a readable end of a future",
      "cannot read from future after previous read succeeded",
      "cannot remove busy future"),
  FUTURE_WRITE(
      EventCode.FUTURE_WRITE,
      "a writable end of a future",
      "cannot write to future after previous write succeeded or readable end dropped",
      "cannot drop busy future");

  private final EventCode event;
  private final String noun;
  private final String done;
  private final String busy;

  EndKind(EventCode event, String noun, String done, String busy) {
    this.event = event;
    this.noun = noun;
    this.done = done;
    this.busy = busy;
  }

  /** Returns the kind of the readable end of a type. */
  static EndKind readable(ValType type) {
    return type instanceof StreamType ? STREAM_READ : FUTURE_READ;
  }

  /** Returns the kind of the writable end of a type. */
  static EndKind writable(ValType type) {
    return type instanceof StreamType ? STREAM_WRITE : FUTURE_WRITE;
  }

  boolean isReadable() {
    return this == STREAM_READ || this == FUTURE_READ;
  }

  boolean isFuture() {
    return this == FUTURE_READ || this == FUTURE_WRITE;
  }

  EventCode event() {
    return event;
  }

  String noun() {
    return noun;
  }

  /** Returns the trap of a copy after the last one. */
  String done() {
    return done;
  }

  /** Returns the trap of a drop during a copy. */
  String busy() {
    return busy;
  }
}
