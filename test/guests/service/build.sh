#!/usr/bin/env bash
# Builds service.wasm, a component of wasi:http/service of WASI 0.3 in Rust for wasm32-wasip2. Needs cargo and that target
# (rustup target add wasm32-wasip2); works below target/guests/service only.
set -euo pipefail
cd "$(dirname "$0")"
out=${RADICCHIO_GUESTS:-$PWD/../../../target/guests}/service
mkdir -p "$out"
# Messages of panics name source files, but not where they are on the machine that builds.
cargo fetch --quiet --locked
export RUSTFLAGS="--remap-path-prefix=$PWD=service"
for registry in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do RUSTFLAGS+=" --remap-path-prefix=$registry=crates"; done
CARGO_TARGET_DIR=$out cargo build --quiet --locked --release --target wasm32-wasip2
cp "$out/wasm32-wasip2/release/service.wasm" service.wasm
echo "service.wasm: $(wc -c < service.wasm) bytes"
