/**
 * What hosts give to guests of WASI. Nothing is granted that was not asked for: {@link radicchio.wasi.Grants} is what was,
 * {@link radicchio.wasi.ComponentHost} gives it to components of WASI 0.2. The capabilities are written once, in {@code
 * files}, {@code streams}, {@code clocks}, {@code random}, {@code sockets} and {@code http}, and do not depend on a
 * version of WASI; {@code p1} speaks preview 1 on them, {@code p2} WASI 0.2.
 */
package radicchio.wasi;
