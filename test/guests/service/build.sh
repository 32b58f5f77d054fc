#!/usr/bin/env bash
# Builds service.wasm, a component of wasi:http/service of WASI 0.3 in Rust for wasm32-wasip2. Needs cargo and that target
# (rustup target add wasm32-wasip2); works below target/guests/service only.
set -euo pipefail
cd "$(dirname "$0")"
out=${RADICCHIO_GUESTS:-$PWD/../../../target/guests}/service
mkdir -p "$out"
CARGO_TARGET_DIR=$out cargo build --quiet --locked --release --target wasm32-wasip2
cp "$out/wasm32-wasip2/release/service.wasm" service.wasm
echo "service.wasm: $(wc -c < service.wasm) bytes"
