/**
 * The types that validation computes, as data: a {@link radicchio.validate.type.TypeNode} has a {@link
 * radicchio.validate.type.Shape}, and an {@link radicchio.validate.type.Entity} is the type of an import or export. {@link
 * radicchio.validate.type.ComponentTemplate} and {@link radicchio.validate.type.InstanceTemplate} are evaluated anew for each use.
 * The relations of types are here, too: {@code Matching}, {@code Visibility}, and what they contain ({@code Parts}, {@code Facts},
 * {@code Flat}). Tools read the data, which is immutable; only {@code validate} makes it. Uses {@code validate.core}, {@code abi}
 * for sizes, and {@code component}.
 */
package radicchio.validate.type;
