#!/usr/bin/env bash
# Builds what slow tests need from a large toolchain: greeter.js as a component that holds
# a whole JavaScript engine, three times.
#
#   target/guests/js/pure.wasm       every WASI feature disabled: imports nothing
#   target/guests/js/clockless.wasm  only clocks disabled: imports 17 wasi:* interfaces and
#                                    calls none of them
#   target/guests/js/wasi.wasm       as the toolchain does it by default: imports 18, and
#                                    reads monotonic-clock some times in each call
#
# Beside each, NAME-modules/ holds its core modules. About 12 MB a component, so they are
# built and not checked in. Needs node 20 or newer with npm; installs into
# target/guests/js/npm only, the versions in package.json. What is there already
# is not built again; give --again to build it anew.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=${RADICCHIO_GUESTS:-$here/../../../target/guests}/js
mkdir -p "$out"
out=$(cd "$out" && pwd)
[ "${1:-}" = --again ] && rm -f "$out"/*.wasm

if ! cmp -s "$here/package.json" "$out/npm/installed.json"; then
  echo "Installing componentize-js into $out/npm (about a minute, once)"
  mkdir -p "$out/npm"
  cp "$here/package.json" "$out/npm/"
  # In the folder and not by --prefix, which would also be where npm looks for the machine's configuration.
  (cd "$out/npm" && npm install --loglevel=error --no-audit --no-fund --no-update-notifier)
  cp "$here/package.json" "$out/npm/installed.json"
fi

# componentize NAME [options]
componentize() {
  local name=$1
  shift
  [ -f "$out/$name.wasm" ] && return
  echo "Building $out/$name.wasm (about 15 seconds)"
  "$out/npm/node_modules/.bin/componentize-js" "$here/greeter.js" --wit "$here/wit" --world-name greeter \
    "$@" --out "$out/$name.part"
  rm -rf "$out/$name-modules"
  node "$here/core-modules.mjs" "$out/$name.part" "$out/$name-modules"
  mv "$out/$name.part" "$out/$name.wasm"
}

componentize pure --disable stdio random clocks http fetch-event
componentize clockless --disable clocks
componentize wasi
