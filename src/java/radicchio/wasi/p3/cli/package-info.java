/** The standard streams of {@code wasi:cli} of WASI 0.3. */
package radicchio.wasi.p3.cli;
