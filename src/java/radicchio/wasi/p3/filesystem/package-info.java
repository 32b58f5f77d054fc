/**
 * {@code wasi:filesystem} of WASI 0.3 on {@code files}: preopens, descriptors, and streams of bytes and of directory entries.
 * Its async functions do their work at once.
 */
package radicchio.wasi.p3.filesystem;
