#!/usr/bin/env bash
# Makes the binaries of shop.wit: a WIT package, a core module that has a world, a component.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
tools=../../bin/wasm-tools
"$tools" component wit -w shop.wit -o shop-package.wasm
"$tools" component embed --dummy shop.wit -w app -o shop-module.wasm
"$tools" component new shop-module.wasm -o shop-component.wasm
