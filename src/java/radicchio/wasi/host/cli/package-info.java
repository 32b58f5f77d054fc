/** {@code wasi:cli} as it is in every generation: the environment, the exit, terminals, and shared standard streams. */
package radicchio.wasi.host.cli;
