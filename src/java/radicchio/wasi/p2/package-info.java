/**
 * What the interfaces of WASI 0.2 are made with: {@link radicchio.wasi.p2.HostInterface} registers the functions and
 * resources of one, {@link radicchio.wasi.p2.Signatures} has the type of every function, {@link
 * radicchio.wasi.p2.Staged} makes values. The rooms below have a class an interface; {@code
 * radicchio.wasi.ComponentHost} puts them together. None of them knows Clojure.
 */
package radicchio.wasi.p2;
