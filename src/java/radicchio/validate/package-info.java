/**
 * Validation: checks that a component obeys the rules of Binary.md and Explainer.md, and computes its type. {@link
 * radicchio.validate.Validate} is the entrance. It returns a {@link radicchio.validate.TypedComponent}: a caller that compiles
 * or inspects a component validates it once, and passes the result on. Its types are data of {@code validate.type}. {@code
 * validate.core} has the rules for core types. This package has the evaluation: a class for each kind of definition.
 *
 * <p>A component is validated by evaluating its definitions, with types instead of values. The type of an instance or component
 * is evaluated anew for each import, export or instantiation of it, which makes each resource new. The argument of an import
 * takes the import's place in that evaluation.
 */
package radicchio.validate;
