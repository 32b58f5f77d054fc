/**
 * Linking (Explainer.md, "Component Definitions"): {@link radicchio.runtime.link.Linker} walks the definitions of a
 * component, whose types validation has found, and makes its instance. The host's side is {@link
 * radicchio.runtime.link.HostImports}; what is missing there is found before anything of the component runs.
 *
 * <p>An instantiation binds the resources that validation found to resource types of its own; plans of functions
 * without handles are made once a component. It runs within an entrance of the store.
 */
package radicchio.runtime.link;
