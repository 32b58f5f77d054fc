/** {@code wasi:random}, which differs between generations by one name. */
package radicchio.wasi.host.random;
