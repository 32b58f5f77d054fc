/**
 * Converts values of components from and to Java, for {@code radicchio.api}: a record is a {@link java.util.Map}, a list a {@link
 * java.util.List}. {@link radicchio.values.java.JavaValues} is the entrance.
 */
package radicchio.values.java;
