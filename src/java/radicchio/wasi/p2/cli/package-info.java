/** {@code wasi:cli} of WASI 0.2: the environment of a program. */
package radicchio.wasi.p2.cli;
