/** {@code wasi:clocks} of WASI 0.2. */
package radicchio.wasi.p2.clocks;
