/**
 * TCP, UDP and name lookup for guests that were granted a network: the capability behind every version of WASI. {@link
 * radicchio.wasi.sockets.Network} is what one instance has; it makes sockets and lookups, which do what a guest asks
 * without waiting, and throw {@link radicchio.wasi.sockets.SocketFailure}. It knows no version of WASI, no engine and
 * no Clojure. Called by the hosts of WASI; uses the JDK and {@code wasi.streams} alone.
 *
 * <p>All channels are non-blocking. {@code ChannelSelector} is the one thread of the JVM that waits for them; a name
 * is looked up on a thread aside. {@code Permissions} answers what the {@link radicchio.wasi.sockets.NetworkGrant}
 * allows, {@code OpenSockets} bounds and closes what an instance holds.
 */
package radicchio.wasi.sockets;
