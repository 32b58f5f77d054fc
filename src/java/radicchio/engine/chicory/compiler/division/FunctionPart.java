package radicchio.engine.chicory.compiler.division;

import java.util.List;

/**
 * Instructions of a function that are a method of their own. It takes values of locals, and gives back those that it changes.
 *
 * @param number of the part within its function
 * @param from where it begins, in bytes from the beginning of the body
 * @param to where it ends
 * @param params the locals that it takes
 * @param others the other locals that it uses
 * @param results the locals that it gives back
 * @param exits the labels that it branches to, relative to the block that it lies in
 * @param goesOn whether control may come out at its end
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
    List<FunctionPart> inner) {}
