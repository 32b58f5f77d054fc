package radicchio.engine.chicory.compiler.division;

import java.util.List;

/**
 * Instructions of a function that become a separate method. It takes values of locals, and returns those that it changes.
 *
 * @param number of the part within its function
 * @param from its beginning, in bytes from the beginning of the body
 * @param to its end
 * @param params the locals that it takes
 * @param others the other locals that it uses
 * @param results the locals that it returns
 * @param exits the labels that it branches to, relative to the block that it lies in
 * @param goesOn whether control may come out at its end
 * @param loops whether it has loops
 * @param inner the parts of it that are methods of their own, in their order
 */
public record FunctionPart(
    int number,
    int from,
    int to,
    int[] params,
    int[] others,
    int[] results,
    int[] exits,
    boolean goesOn,
    boolean loops,
    List<FunctionPart> inner) {}
