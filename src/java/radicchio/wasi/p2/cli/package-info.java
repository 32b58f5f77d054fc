/** {@code wasi:cli} of WASI 0.2: arguments, environment, standard streams and exit of a program. */
package radicchio.wasi.p2.cli;
