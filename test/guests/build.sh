#!/usr/bin/env bash
# Builds the test guests in C into NAME/NAME.wasm, with the examples' toolchain, and the
# memory of the echo guest. With arguments, only the guests in C named. The same source
# gives the same bytes.
cd "$(dirname "$0")"
source ../../wit-examples/toolchain.sh
for name in "${@:-values mischief calls resources}"; do
  for guest in $name; do component "$guest/$guest.c" "$guest/$guest.wit" "$guest" "$guest/$guest.wasm"; done
done
[ $# -gt 0 ] || "$wasm_tools" parse echo/memory.wat -o echo/memory.wasm
