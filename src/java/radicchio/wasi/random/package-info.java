/** Random numbers for guests of any version of WASI. */
package radicchio.wasi.random;
