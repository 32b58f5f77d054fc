/**
 * Calls (CanonicalABI.md, "Task State" and "Canonical Definitions"). A {@link radicchio.runtime.task.Task} is a call into a
 * component instance, a {@link radicchio.runtime.task.Subtask} a call out of one. A {@link
 * radicchio.runtime.task.HostFault}, with a thread of execution in the engine's store, holds the state that belongs to the
 * calling thread and to neither of them. So a call can wait while another one runs.
 *
 * <p>An {@link radicchio.runtime.task.Entrance} is the only entrance of an instance of a component or a core module. Instances
 * that belong together have one {@link radicchio.runtime.task.InstanceStore}, which the code that links them makes.
 */
package radicchio.runtime.task;
