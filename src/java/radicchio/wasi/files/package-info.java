/**
 * Files and directories that guests are granted: the capability behind every version of WASI. {@link
 * radicchio.wasi.files.Directory#grant} takes a directory of any file system of the JVM; what it gives does what a
 * guest asks by relative paths, and throws {@link radicchio.wasi.files.FileFailure}. It knows no version of WASI, no
 * engine and no Clojure. Called by the hosts of WASI; uses the JDK alone.
 *
 * <p>A {@code Walk} and what is done at its end happen under one {@code GrantLock}; {@code HostDirectory} is an open
 * directory of the host, {@code NewEntry} makes what the JDK makes by path alone, and {@code Whereabouts} follows
 * what guests move.
 */
package radicchio.wasi.files;
