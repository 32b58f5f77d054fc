/**
 * The Component Model as data: the types of values and functions, resolved ({@link radicchio.component.ValType}, {@link
 * radicchio.component.FuncType}), and a component in the structure of its binary format ({@link
 * radicchio.component.Component}): definitions in order, which refer to each other by index. Everything here is immutable
 * and may cross threads.
 */
package radicchio.component;
