/**
 * {@code wasi:filesystem} of WASI 0.2 on {@code files}: preopens, descriptors, and streams on open files. {@code
 * FilesystemInterfaces} registers the functions; those on files, on paths and on metadata have a class each.
 */
package radicchio.wasi.p2.filesystem;
