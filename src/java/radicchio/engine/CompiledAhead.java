package radicchio.engine;

/**
 * The result of {@link Engine#compileInto}.
 *
 * @param name the prefix of the classes' names
 * @param bytes the size of all class files
 * @param functions the number of functions that the module defines
 * @param interpretedFunctions the number of functions that cannot be compiled, and are interpreted
 * @param written false if all files existed already
 */
public record CompiledAhead(
    String name, long bytes, int functions, int interpretedFunctions, boolean written) {}
