/**
 * Validation: whether a component obeys the rules of Binary.md and Explainer.md, and the type that it has. The
 * door is {@link radicchio.validate.Validate}, which returns a {@link radicchio.validate.TypedComponent}: whoever
 * compiles or inspects a component validates it once, and passes that on. What is in it ({@link
 * radicchio.validate.ComponentType}, {@link radicchio.validate.Entity}, {@link radicchio.validate.TypeNode}) is
 * immutable data that tools read.
 *
 * <p>A component is validated by evaluating its definitions with types for values. The type of an instance or
 * component is evaluated anew wherever it is imported, exported or instantiated, which is what makes each
 * resource fresh; what is given for an import takes the import's place in that evaluation.
 */
package radicchio.validate;
