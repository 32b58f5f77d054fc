#!/usr/bin/env bash
# Builds the guest into resources/acme/greetings.wasm. Needs cargo and its target: rustup target add wasm32-wasip2.
set -euo pipefail
cd "$(dirname "$0")"
export CARGO_TARGET_DIR=$PWD/../../target/guests/greetings
cargo build --quiet --locked --release --target wasm32-wasip2 --manifest-path guest/Cargo.toml
cp "$CARGO_TARGET_DIR/wasm32-wasip2/release/greetings.wasm" resources/acme/greetings.wasm
