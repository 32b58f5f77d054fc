/**
 * The ends of streams and futures that guests hold: their handles, the built-ins that copy ({@link
 * radicchio.runtime.stream.end.CopyBuiltins}), and lifting and lowering ({@link radicchio.runtime.stream.end.EndHandles}). An {@link
 * radicchio.runtime.stream.end.ErrorContext} is the same for hosts and guests.
 */
package radicchio.runtime.stream.end;
