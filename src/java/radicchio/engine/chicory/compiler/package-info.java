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
 * <p>For example, the function
 *
 * <pre>
 * (func (param $n i32) (result i32) (local $sum i32)
 *   (loop $again
 *     (local.set $sum (i32.add (local.get $sum) (i32.load offset=8 (local.get $n))))
 *     (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 4)))))
 *   (local.get $sum))
 * </pre>
 *
 * <p>becomes {@code static int func_0(int n, GuestState state)} with the locals n, state, sum, memory and turns:
 *
 * <pre>
 *   iconst_0; istore sum                                   // locals begin as zero
 *   aload state; getfield memory; astore memory
 *   sipush 1000; istore turns
 * again:                                                   // a frame of the five locals, and an empty stack
 *   iload sum
 *   iload n; bipush 8; aload memory; invokestatic load32   // a method of the module's copy of MemoryAccess
 *   iadd; istore sum
 *   iload n; iconst_4; isub; dup; istore n
 *   ifeq past                                              // the i32 is compared in its place
 *   iinc turns -1; iload turns; ifgt again                 // most turns do not check the deadline
 *   invokestatic GuestState.look; sipush 1000; istore turns; goto again
 * past:
 *   iload sum; ireturn
 * </pre>
 *
 * <p>A comparison becomes a number only if an instruction needs one, so that a branch after it is one jump of the JVM. A
 * function that may call checks the deadline when it begins. The first component of results is the JVM's result, the others are
 * in the state; a vector has two, as it is two longs everywhere. Its instructions are trees of operations on longs, from {@code
 * lanes}. A call by reference goes to a method for its type, which finds the function among those that references can name by
 * its number, and so checks its type. A function that would be a method of more than 8,000 bytes is divided: {@code
 * FunctionMethods} writes its class again, with {@code PartCalls} in place of its parts, each of which {@code PartExits}
 * leaves. Lines of the methods are the places of instructions, in bytes from the beginning of the body.
 */
package radicchio.engine.chicory.compiler;
