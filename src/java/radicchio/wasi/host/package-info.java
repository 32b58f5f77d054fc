/**
 * The parts of WASI for components that its generations have in common. {@link radicchio.wasi.host.HostInterface} registers
 * the functions and resources of one interface, {@link radicchio.wasi.host.Signatures} has the type of every function, and
 * {@link radicchio.wasi.host.Staged} makes values. The packages below have what an area of WASI does in every generation.
 * {@code p2} and {@code p3} add the parts that differ. None of them depends on Clojure.
 */
package radicchio.wasi.host;
