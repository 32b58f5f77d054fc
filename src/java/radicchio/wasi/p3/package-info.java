/**
 * WASI 0.3: the parts that differ from other generations; {@code host} has the common ones. The packages below have one class
 * for each interface. {@code radicchio.wasi.ComponentHost} combines them. None of them depends on Clojure.
 */
package radicchio.wasi.p3;
