/**
 * The threads of guests (CanonicalABI.md, "Concurrency"). One of them runs at a time in a store: the one that has the store's lock.
 *
 * <p>A {@link radicchio.runtime.thread.GuestThread} blocks in one of three ways. Without frames on a stack it is a plain object
 * with a {@link radicchio.runtime.thread.Step}. With frames it has a thread of Java for itself, which parks and hands the lock
 * back to the thread that resumed it. The thread of a synchronous call runs the other threads of its instance on top of its own
 * frames, as the specification's {@code canon_lift} does. {@link radicchio.runtime.thread.Schedule} does all this.
 *
 * <p>A thread of the host that called an async function drives the store until its call has returned: {@link
 * radicchio.runtime.thread.Driver} resumes what is ready, in the order in which it began to wait, and gives the lock up while
 * nothing is. Without a thread of the host, a worker thread drives. What completes outside, on any thread, is enqueued ({@link
 * radicchio.runtime.thread.Arrivals}): a guest never runs on a foreign thread.
 */
package radicchio.runtime.thread;
