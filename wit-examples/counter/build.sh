#!/usr/bin/env bash
# Builds the guest into resources/acme/counter.wasm. The same source gives the same bytes.
cd "$(dirname "$0")"
source ../toolchain.sh
component guest/counter.c wit app resources/acme/counter.wasm
