"""The kernels on wasmtime: reads "name size" line by line, prints the checksum and the nanoseconds of the processor."""
import sys
import time

from wasmtime import Engine, Instance, Module, Store

store = Store(Engine())
exports = Instance(store, Module.from_file(store.engine, sys.argv[1]), []).exports(store)
for line in sys.stdin:
    name, size = line.split()
    kernel, n = exports[name], int(size)
    start = time.process_time_ns()
    result = kernel(store, n)
    print(result, time.process_time_ns() - start, flush=True)
