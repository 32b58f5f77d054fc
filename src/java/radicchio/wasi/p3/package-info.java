/**
 * WASI 0.3: what is not the same in other generations, which {@code host} has. The packages below have one class for each
 * interface. {@code radicchio.wasi.ComponentHost} combines them. None of them depends on Clojure.
 */
package radicchio.wasi.p3;
