#!/usr/bin/env bash
# Builds the guest into resources/acme/hello.wasm. The same source gives the same bytes.
cd "$(dirname "$0")"
source ../toolchain.sh
component guest/hello.c wit app resources/acme/hello.wasm
