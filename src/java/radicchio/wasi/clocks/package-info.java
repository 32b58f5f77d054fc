/** Time as guests see it, of any version of WASI: what of the clock, what passes, and waiting. */
package radicchio.wasi.clocks;
