/** Time for guests of any version of WASI: the time of day, the monotonic clock, and timers. */
package radicchio.wasi.clocks;
