/**
 * Streams and futures (CanonicalABI.md, "Stream State" and "Future State"): the {@code Shared} state between the two ends of a
 * stream or future, and the buffers that are copied. Guests' ends are in {@code end}, the host's ends in {@code host}; both use this
 * package. A {@link radicchio.runtime.stream.HostDoor} is the way from the host's ends to the instance.
 */
package radicchio.runtime.stream;
