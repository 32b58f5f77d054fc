#!/usr/bin/env bash
# Builds greeter.py, the world of ../js/wit in Python, into target/guests/python/greeter.wasm:
# a component of about 20 MB that holds a Python interpreter, made of several core modules
# linked at run time. For slow tests; not checked in. Needs python3 with venv; installs into
# target/guests/python only. What is there already is not built again; --again builds anew.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=${RADICCHIO_GUESTS:-$here/../../../target/guests}/python
mkdir -p "$out"
out=$(cd "$out" && pwd)
[ "${1:-}" = --again ] && rm -f "$out/greeter.wasm"
[ -f "$out/greeter.wasm" ] && exit

if [ ! -x "$out/venv/bin/componentize-py" ]; then
  echo "Installing componentize-py into $out/venv (about a minute, once)"
  python3 -m venv "$out/venv"
  "$out/venv/bin/pip" install --quiet --disable-pip-version-check componentize-py==0.25.1
fi

echo "Building $out/greeter.wasm (about half a minute)"
cd "$here"
"$out/venv/bin/componentize-py" --wit-path ../js/wit --world greeter componentize greeter --output "$out/greeter.part"
mv "$out/greeter.part" "$out/greeter.wasm"
