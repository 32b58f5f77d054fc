/** {@code wasi:cli} of WASI 0.2: what a program has of the process around it. */
package radicchio.wasi.p2.cli;
