package radicchio.engine;

/**
 * What {@link Engine#compileInto} wrote.
 *
 * @param name what the names of the classes begin with
 * @param bytes the size of all class files
 * @param functions how many functions the module defines
 * @param interpretedFunctions how many of them cannot be compiled, and run interpreted
 * @param written false where everything was there already
 */
public record CompiledAhead(
    String name, long bytes, int functions, int interpretedFunctions, boolean written) {}
