#!/usr/bin/env bash
# Builds the peers of bin/bench calls into target/bench-calls: wasmtime with Rust's types, which takes minutes and needs cargo; and
# jco, which needs node and npm. A peer that cannot be built is not measured.
set -uo pipefail
cd "$(dirname "$0")"
out=$PWD/../../../target/bench-calls
mkdir -p "$out/jco"
CARGO_TARGET_DIR=$out cargo build --quiet --locked --release || echo "wasmtime: not built"
npm install --silent --prefix "$out/jco" @bytecodealliance/jco@1.35.0 &&
  "$out/jco/node_modules/.bin/jco" transpile ../resources/bench/calls.wasm -o "$out/jco/calls" --instantiation async -q &&
  echo '{"type": "module"}' > "$out/jco/calls/package.json" || echo "jco: not built"
