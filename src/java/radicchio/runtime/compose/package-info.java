/**
 * Composition: components whose exports satisfy the imports of others become one component, which nests them. {@link
 * radicchio.runtime.compose.Composition} is the entrance. It takes validated components and returns one, with its bytes, which
 * any engine accepts. {@link radicchio.runtime.CompiledComponent} runs it, with separate options for each part.
 *
 * <p>Imports that no part satisfies become imports of the whole: those of one interface in compatible versions become one import,
 * of the newest version, with the functions that any part imports. The types are checked by validation of the result.
 */
package radicchio.runtime.compose;
