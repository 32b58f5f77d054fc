#!/usr/bin/env bash
# Builds the components of compositions from text and WIT, and a composition of two of them by wasm-tools.
set -euo pipefail
cd "$(dirname "$0")"
wasm_tools=../../../bin/wasm-tools
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for name in kv app who asker; do
  mkdir "$scratch/$name"
  cp -r deps "$name.wit" "$scratch/$name"
  "$wasm_tools" component embed --world "$name-world" "$scratch/$name" "$name.wat" -o "$scratch/$name.wasm"
  "$wasm_tools" component new "$scratch/$name.wasm" -o "$name.wasm"
done
for name in pipe relay number wide newer user ten; do "$wasm_tools" parse "$name.wat" -o "$name.wasm"; done
"$wasm_tools" compose app.wasm -c composed.yml -o composed.wasm 2>/dev/null
