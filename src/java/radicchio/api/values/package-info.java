/**
 * The values of WIT for which the JDK has no class: results, variants, tuples. They are data, and use nothing else of Radicchio.
 */
package radicchio.api.values;
