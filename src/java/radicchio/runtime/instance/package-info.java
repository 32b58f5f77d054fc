/**
 * Component instances and the way into them. A {@link radicchio.runtime.instance.ComponentInstance} has the handles and the state of
 * its tasks; a {@link radicchio.runtime.instance.ComponentTree} is an instance with those nested in it.
 *
 * <p>An {@link radicchio.runtime.instance.Entrance} is the only entrance of an instance of a component or a core module. Instances
 * that belong together have one {@link radicchio.runtime.instance.InstanceStore}, which the code that links them makes. A {@link
 * radicchio.runtime.instance.HostFault} holds what a host function threw, which belongs to the calling thread and not to an
 * instance. So a call can wait while another one runs.
 */
package radicchio.runtime.instance;
