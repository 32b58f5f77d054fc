#!/usr/bin/env bash
# Builds resources/bench/calls.wasm, the guest of bin/bench calls, with the examples' toolchain.
cd "$(dirname "$0")"
source ../../wit-examples/toolchain.sh
component calls.c calls.wit calls resources/bench/calls.wasm
