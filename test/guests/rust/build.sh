#!/usr/bin/env bash
# Builds greeter.wasm, the world of ../js/wit in Rust for wasm32-wasip2: a component as the
# standard toolchain makes it, with the wasi:* imports of Rust's standard library. Needs
# cargo and that target (rustup target add wasm32-wasip2); works below target/guests/rust only.
set -euo pipefail
cd "$(dirname "$0")"
out=${RADICCHIO_GUESTS:-$PWD/../../../target/guests}/rust
mkdir -p "$out"
CARGO_TARGET_DIR=$out cargo build --quiet --locked --release --target wasm32-wasip2
cp "$out/wasm32-wasip2/release/greeter.wasm" greeter.wasm
echo "greeter.wasm: $(wc -c < greeter.wasm) bytes"
