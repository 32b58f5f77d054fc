/**
 * Types in memory and as core values (CanonicalABI.md, "Despecialization", "Alignment", "Element Size", "Flattening"). {@link
 * radicchio.abi.layout.ElementSize} and {@link radicchio.abi.layout.FlatTypes} are functions of a type, for validation, too. {@link
 * radicchio.abi.layout.Layout} is a type with its offsets and makers computed; {@link radicchio.abi.layout.Despecialize} makes it, once
 * for a function. {@link radicchio.abi.layout.Scalar} also loads, stores and lifts the values of one core value.
 */
package radicchio.abi.layout;
