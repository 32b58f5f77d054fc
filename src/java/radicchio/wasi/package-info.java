/**
 * What hosts give to components that import {@code wasi:*}. Nothing is granted that was not asked for: {@link
 * radicchio.wasi.Denial} stands in where nothing is.
 */
package radicchio.wasi;
