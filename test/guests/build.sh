#!/usr/bin/env bash
# Builds the test guests in C into NAME/NAME.wasm, with the examples' toolchain, and some
# as core modules too, into modules/; and what is written as text. With arguments, only the guests in C named. The same source
# gives the same bytes.
cd "$(dirname "$0")"
source ../../wit-examples/toolchain.sh
for name in "${@:-values mischief calls resources}"; do
  for guest in $name; do component "$guest/$guest.c" "$guest/$guest.wit" "$guest" "$guest/$guest.wasm"; done
done
[ $# -eq 0 ] || exit 0
"$wasm_tools" parse echo/memory.wat -o echo/memory.wasm
for guest in values calls resources; do
  core_module "$guest/$guest.c" "$guest/$guest.wit" "$guest" "modules/$guest.wasm"
done
for module in math shop; do "$wasm_tools" parse modules/$module.wat -o modules/$module.wasm; done
"$wasm_tools" component embed --encoding utf16 modules/wide.wit modules/wide.wat -o modules/wide.wasm
