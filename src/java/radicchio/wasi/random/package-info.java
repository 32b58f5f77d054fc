/** Randomness as guests see it, of any version of WASI. */
package radicchio.wasi.random;
