#!/usr/bin/env bash
# Builds the guest into resources/acme/resize.wasm. The same source gives the same bytes.
cd "$(dirname "$0")"
source ../toolchain.sh
component guest/resize.c wit app resources/acme/resize.wasm
