/**
 * Files and directories that guests are granted, for every version of WASI. {@link
 * radicchio.wasi.files.Directory#grant} takes a directory of any file system of the JVM. The result performs the guest's
 * operations on relative paths, and throws {@link radicchio.wasi.files.FileFailure}. This package does not depend on a
 * version of WASI, the engine or Clojure. The hosts of WASI call it. It uses only the JDK.
 *
 * <p>A {@code Walk} and the operation at its end happen under one {@code GrantLock}. {@code HostDirectory} is an open
 * directory of the host, {@code NewEntry} makes entries that the JDK makes only by path, and {@code Whereabouts} follows
 * files that guests move.
 */
package radicchio.wasi.files;
