/** {@code wasi:clocks} of WASI 0.3. */
package radicchio.wasi.p3.clocks;
