#!/usr/bin/env bash
# Builds files.wasm, a program in Rust for wasm32-wasip2. Needs cargo and that target (rustup target add wasm32-wasip2);
# works below target/bench only.
set -euo pipefail
cd "$(dirname "$0")"
out=$PWD/../../target/bench-files
CARGO_TARGET_DIR=$out cargo build --quiet --locked --release --target wasm32-wasip2
cp "$out/wasm32-wasip2/release/files.wasm" files.wasm
echo "files.wasm: $(wc -c < files.wasm) bytes"
