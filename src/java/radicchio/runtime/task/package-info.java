/**
 * Calls (CanonicalABI.md, "Task State" and "Canonical Definitions"): a {@link radicchio.runtime.task.Task} is a call
 * into a component instance, a {@link radicchio.runtime.task.Subtask} a call out of one. What belongs to neither but to
 * the thread that calls is of a {@link radicchio.runtime.task.GuestThread}, and in the engine's store of a thread of
 * execution, so that a call can wait while another one runs.
 *
 * <p>An {@link radicchio.runtime.task.Entrance} is the one way into an instance, of a component or of a core module.
 * Instances that belong together have one {@link radicchio.runtime.task.InstanceStore}, which whoever links them makes.
 */
package radicchio.runtime.task;
