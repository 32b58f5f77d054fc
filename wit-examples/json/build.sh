#!/usr/bin/env bash
# Builds the guest into resources/acme/json.wasm: JavaScript with the engine that runs it (QuickJS, 1 MB). Needs node 20 or
# newer with npm; installs the toolchain into target/guest-tools/qjs of this repository only.
set -euo pipefail
cd "$(dirname "$0")"
tools=../../target/guest-tools/qjs
if ! cmp -s guest/package.json "$tools/installed.json"; then
  mkdir -p "$tools"
  cp guest/package.json "$tools/"
  (cd "$tools" && npm install --loglevel=error --no-audit --no-fund --no-update-notifier)
  cp guest/package.json "$tools/installed.json"
fi
"$tools/node_modules/.bin/componentize-qjs" --wit wit --js guest/json.js --world app --sync --opt-size \
  --output resources/acme/json.wasm
echo "resources/acme/json.wasm: $(wc -c < resources/acme/json.wasm) bytes"
