/**
 * Tasks (CanonicalABI.md, "Task State"). A {@link radicchio.runtime.task.Task} is a call into a component instance, a {@link
 * radicchio.runtime.task.Subtask} a call out of one. {@link radicchio.runtime.task.TaskHandles} and {@link
 * radicchio.runtime.task.SubtaskHandles} have the handles that they lend. {@code TaskBuiltins} and {@code ThreadBuiltins} are the
 * built-ins of tasks and threads. Called by {@code call} and {@code link}, inside an entrance of the store.
 */
package radicchio.runtime.task;
