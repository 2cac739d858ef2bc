#!/usr/bin/env bash
# Writes files and has other programs read them; the last line says how many cells were compared.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PWD/node_modules/.bin:$PATH"
home=$PWD/.tmp/readers
mkdir -p "$home"
if ! cmp -s test/readers/requirements.txt "$home/done"; then
  python3 -m venv --clear "$home/venv"
  "$home/venv/bin/pip" -q install -r test/readers/requirements.txt
  cp test/readers/requirements.txt "$home/done"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node --import ./test/support/bundler-hook.ts test/readers/write.ts "$work"
"$home/venv/bin/python" test/readers/read.py "$work"
