#!/usr/bin/env bash
# Builds server.wasm, a component of wasi:http/proxy in Rust for wasm32-wasip2. Needs cargo and that target
# (rustup target add wasm32-wasip2); works below target/guests/http only.
set -euo pipefail
cd "$(dirname "$0")"
out=${RADICCHIO_GUESTS:-$PWD/../../../target/guests}/http
mkdir -p "$out"
CARGO_TARGET_DIR=$out cargo build --quiet --locked --release --target wasm32-wasip2
cp "$out/wasm32-wasip2/release/server.wasm" server.wasm
echo "server.wasm: $(wc -c < server.wasm) bytes"
