/**
 * Directories of the host as a guest sees them: a file system whose root is the directory that was granted, and
 * which neither {@code ..} nor a symbolic link leaves. {@link radicchio.engine.sandbox.Sandbox} is its door.
 */
package radicchio.engine.sandbox;
