"""Runs modules as smith_test.clj does, on wasmtime. Reads paths from standard input, one a line; prints a line of EDN for
each: the outcomes of its exported functions and the values of its globals, or :unknown where wasmtime's Python API has no
way to call one."""
import struct
import sys

import wasmtime

config = wasmtime.Config()
config.wasm_exceptions = True
config.wasm_gc = True
config.wasm_function_references = True
config.wasm_tail_call = True
config.wasm_multi_memory = True
engine = wasmtime.Engine(config)


def argument(place, kind):
    return {"i32": 7 + place, "i64": 1000003 * (place + 1), "f32": 1.5, "f64": -2.25}.get(kind)


def shown(kind, value):
    if kind == "f32":
        if value != value:
            return '"nan"'
        return str(struct.unpack("<I", struct.pack("<f", value))[0])
    if kind == "f64":
        return str(struct.unpack("<q", struct.pack("<d", value))[0])
    if kind in ("i32", "i64"):
        return str(value)
    return '"null"' if value is None else '"ref"'


def called(store, export, function):
    params = [str(p) for p in function.type(store).params]
    results = [str(r) for r in function.type(store).results]
    if "v128" in params + results:
        return "[]"
    try:
        values = function(store, *[argument(i, p) for i, p in enumerate(params)])
    except (wasmtime.Trap, wasmtime.WasmtimeError):
        return "[:trap]"
    values = [] if not results else [values] if len(results) == 1 else values
    return "[" + " ".join(shown(k, v) for k, v in zip(results, values)) + "]"


def outcomes(path):
    with open(path, "rb") as f:
        module = wasmtime.Module(engine, f.read())
    store = wasmtime.Store(engine)
    try:
        exports = wasmtime.Instance(store, module, []).exports(store)
    except (wasmtime.Trap, wasmtime.WasmtimeError):
        return "[[:trap]]"
    externs = [exports[e.name] for e in module.exports]
    found = [called(store, e, x) for e, x in zip(module.exports, externs) if isinstance(x, wasmtime.Func)]
    for x in externs:
        if isinstance(x, wasmtime.Global) and str(x.type(store).content) != "v128":
            found.append("[" + shown(str(x.type(store).content), x.value(store)) + "]")
    return "[" + " ".join(found) + "]"


for line in sys.stdin:
    try:
        print(outcomes(line.strip()), flush=True)
    except Exception as problem:  # whatever the API lacks: the module is not compared
        print(":unknown ;" + repr(problem).replace("\n", " ")[:200], flush=True)
