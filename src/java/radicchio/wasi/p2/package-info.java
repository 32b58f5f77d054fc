/**
 * The common parts of the interfaces of WASI 0.2: {@link radicchio.wasi.p2.HostInterface} registers the functions and
 * resources of one interface, {@link radicchio.wasi.p2.Signatures} has the type of every function, and {@link
 * radicchio.wasi.p2.Staged} makes values. The packages below have one class for each interface. {@code
 * radicchio.wasi.ComponentHost} combines them. None of them depends on Clojure.
 */
package radicchio.wasi.p2;
