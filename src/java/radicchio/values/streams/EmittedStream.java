package radicchio.values.streams;

import clojure.lang.IFn;

/**
 * A stream of the host: a function emits its elements. It is called with {@code emit!} on a thread of the store, each time the
 * stream is passed to a guest and read.
 *
 * @param body a function of {@code emit!}
 */
public record EmittedStream(IFn body) {}
