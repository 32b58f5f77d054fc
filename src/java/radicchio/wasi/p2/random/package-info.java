/** {@code wasi:random} of WASI 0.2. */
package radicchio.wasi.p2.random;
