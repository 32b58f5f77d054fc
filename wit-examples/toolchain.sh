# Shared by the build scripts of the guests, which source it.
#
# Installs a C compiler (zig cc), at the exact version in requirements.txt, into
# target/guest-tools of this repository (about 100 MB, once). Finds wasm-tools with
# bin/wasm-tools, which pins its version too. Defines `core_module`, which compiles a C file,
# and `component`, which also makes a component of it. Changes nothing outside target/.
# Needs bash and python3 with venv.

set -euo pipefail

examples=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tools=$examples/../target/guest-tools
pins=$examples/requirements.txt
wasm_tools=$("$examples/../bin/cli/wasm-tools")

if ! cmp -s "$pins" "$tools/installed.txt"; then
  echo "Installing the guests' compiler into target/guest-tools (about 100 MB, once)"
  rm -rf "$tools"
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet --disable-pip-version-check --only-binary=:all: --require-hashes -r "$pins"
  cp "$pins" "$tools/installed.txt"
fi

# core_module SOURCE.c WIT-FOLDER WORLD OUT.wasm [options for the compiler]
#
# Compiles for 32-bit WebAssembly without libc and SIMD, strips the module, and embeds the
# world's type. The output contains no path and no time, so that two builds give the same
# bytes.
core_module() {
  local source=$1 wit=$2 world=$3 out=$4 work
  shift 4
  work=$(mktemp -d)
  ZIG_GLOBAL_CACHE_DIR=$tools/cache ZIG_LOCAL_CACHE_DIR=$tools/cache "$tools/bin/python" -m ziglang cc \
    -target wasm32-freestanding -mcpu=mvp+bulk_memory+sign_ext+nontrapping_fptoint \
    -std=c17 -O2 -Wall -Wextra -Werror -ffp-contract=off -fno-unroll-loops \
    -nostdlib -Wl,--no-entry -Wl,--strip-all -Wl,-z,stack-size=16384 \
    -I "$examples/c" "$@" -o "$work/core.wasm" "$source"
  "$wasm_tools" component embed --world "$world" "$wit" "$work/core.wasm" -o "$work/typed.wasm"
  mkdir -p "$(dirname "$out")"
  mv "$work/typed.wasm" "$out"
  rm -rf "$work"
  echo "$out: $(wc -c < "$out") bytes"
}

# component SOURCE.c WIT-FOLDER WORLD OUT.wasm [options for the compiler]
#
# Does the same, and makes a component of the module.
component() {
  local core
  core=$(mktemp)
  core_module "$1" "$2" "$3" "$core" "${@:5}" >/dev/null
  mkdir -p "$(dirname "$4")"
  "$wasm_tools" component new "$core" -o "$4"
  rm "$core"
  echo "$4: $(wc -c < "$4") bytes"
}
