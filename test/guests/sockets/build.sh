#!/usr/bin/env bash
# Builds sockets.wasm: what Rust's standard library does with TCP, UDP and names, and every function of wasi:sockets
# called through its bindings. Needs cargo and the target wasm32-wasip2; works below target/guests/sockets only.
set -euo pipefail
cd "$(dirname "$0")"
out=${RADICCHIO_GUESTS:-$PWD/../../../target/guests}/sockets
mkdir -p "$out"
CARGO_TARGET_DIR=$out cargo build --quiet --locked --release --target wasm32-wasip2
cp "$out/wasm32-wasip2/release/sockets.wasm" sockets.wasm
echo "sockets.wasm: $(wc -c < sockets.wasm) bytes"
