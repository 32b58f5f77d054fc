/**
 * {@code descriptor} of {@code wasi:filesystem} on {@code files}. {@link
 * radicchio.wasi.host.filesystem.DescriptorFunctions} has the methods that are the same in every generation, and {@link
 * radicchio.wasi.host.filesystem.MetadataForm} the forms that differ.
 */
package radicchio.wasi.host.filesystem;
