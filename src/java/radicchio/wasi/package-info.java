/**
 * The capabilities of WASI guests. By default nothing is granted. {@link radicchio.wasi.Grants} contains the grants, and
 * {@link radicchio.wasi.ComponentHost} passes them to components. Each capability is written once, in {@code
 * files}, {@code streams}, {@code clocks}, {@code random}, {@code sockets} and {@code http}, and does not depend on a
 * version of WASI. {@code p1} implements preview 1 with them, {@code p2} WASI 0.2, and {@code p3} WASI 0.3.
 */
package radicchio.wasi;
