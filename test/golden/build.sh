#!/usr/bin/env bash
# Makes the components of the golden tests: every function of their WIT, with a body that traps. Needs wasm-tools.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# make WIT COMPONENT [WORLD]
make() {
  local core
  core=$(mktemp)
  wasm-tools component embed --dummy ${3:+--world "$3"} "$1" -o "$core"
  wasm-tools component new "$core" -o "$2"
  rm "$core"
}

for name in async docs imports many names newer plain primitive rename resources results split types world; do
  make $name/$name.wit $name/$name.wasm
done
# A core module as toolchains make it before `wasm-tools component new`, and without its WIT.
wasm-tools component embed --dummy core/core.wit | wasm-tools strip --delete component-type -o core/core.wasm
make versions/wit versions/versions.wasm
make shared/shared.wit shared/one.wasm one
make shared/shared.wit shared/two.wasm two
wasm-tools component wit --wasm plain/plain.wit -o plain/package.wasm      # WIT alone, in binary form
