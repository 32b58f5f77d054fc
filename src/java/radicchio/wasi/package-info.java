/**
 * What hosts give to guests of WASI. Nothing is granted that was not asked for: {@link radicchio.wasi.Denial} is what
 * components have that import {@code wasi:*} and were granted nothing. The capabilities are written once, in {@code
 * files}, {@code streams} and {@code sockets}; {@code p1} speaks preview 1 on them.
 */
package radicchio.wasi;
