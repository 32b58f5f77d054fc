/**
 * A compiler from the bodies of functions to classes. {@link radicchio.engine.chicory.compiler.ModuleCompiler} is the entrance.
 *
 * <p>A body is read once, from the module's bytes. {@code BodyCompiler} gives each instruction to the class of its kind, which
 * takes its operands from the {@code StackMachine}, writes JVM instructions, and gives the machine the results. The machine
 * checks types as the Core specification's appendix "Validation Algorithm" does. Unreachable code is checked and not written.
 *
 * <p>The {@code ValueStack} records where the JVM has each operand. The top ones are on the JVM's own stack, and those below in
 * locals. When a block begins and at each label, all operands are in locals: HotSpot compiles a loop that is entered once only
 * if the stack is empty at its head, and an exception clears the stack. So frames, which the JVM's verifier needs at labels,
 * list locals only.
 *
 * <p>The page docs/compiler.md follows one function from its text to the JVM's instructions.
 *
 * <p>A comparison becomes a number only if an instruction needs one, so that a branch after it is one jump of the JVM. A
 * function that may call checks the deadline when it begins. The first component of results is the JVM's result, the others are
 * in the state; a vector has two, as it is two longs everywhere. Its instructions are trees of operations on longs, from {@code
 * lanes}. A call by reference goes to a method for its type, which finds the function among those that references can name by
 * its number, and so checks its type. A call of another function in tail position is noted, and made by the function's caller: {@code
 * TailCallMethods}. A function that would be a method of more than 8,000 bytes is divided: {@code
 * FunctionMethods} writes its class again, with {@code PartCalls} in place of its parts, each of which {@code PartExits}
 * leaves. A part with loops checks the deadline when it begins, as each method counts the turns of its own loops. Lines of the
 * methods are the places of instructions, in bytes from the beginning of the body.
 */
package radicchio.engine.chicory.compiler;
