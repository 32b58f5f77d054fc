#!/usr/bin/env bash
# Builds the kernels into kernels.wasm: with clang and wasm-ld (CLANG, WASM_LD), without a libc and without SIMD.
set -euo pipefail
cd "$(dirname "$0")"
"${CLANG:-clang}" --target=wasm32 -O2 -std=c17 -Wall -Wextra -Werror -ffp-contract=off -mbulk-memory -msign-ext \
  -mnontrapping-fptoint -nostdlib -nostdinc -isystem "$("${CLANG:-clang}" -print-resource-dir)/include" \
  -c kernels.c -o kernels.o
"${WASM_LD:-wasm-ld}" --no-entry --strip-all --export-dynamic -z stack-size=65536 kernels.o -o kernels.wasm
rm kernels.o
