/**
 * Core types in components: their names, their sizes, and matching (Core specification, "Matching"). {@link
 * radicchio.validate.core.CoreSubtyping} knows the declared supertypes of one validation. Every rule of validation throws {@link
 * radicchio.validate.core.Invalid}. The other packages of {@code validate} use this one; it uses only {@code component} and the
 * core types of {@code engine}.
 */
package radicchio.validate.core;
