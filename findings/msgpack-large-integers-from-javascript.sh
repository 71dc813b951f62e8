#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# msgpackr 1.11.5 and @msgpack/msgpack 3.1.2 on Node, msgpack-python 1.1.2.
#
# Guess: an integer stays an integer on the wire, whatever MessagePack library wrote it.
# Behaviour: msgpackr writes integers from 2^32 on, such as today's milliseconds, as float64; @msgpack/msgpack and
# msgpack-python write uint64. A reader of the first sees 1.7E12 where the sender had an integer.
# Output seen (first byte of 1767225600000; cb is float64, cf is uint64):
#   msgpackr cb
#   @msgpack/msgpack cf
#   msgpack-python cf
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm install --silent --no-audit --no-fund --ignore-scripts msgpackr@1.11.5 @msgpack/msgpack@3.1.2 >&2
python3 -m venv python >&2
python/bin/pip install --quiet --disable-pip-version-check msgpack==1.1.2 >&2

{
	node -e '
		const { pack } = require("msgpackr");
		const { encode } = require("@msgpack/msgpack");
		const first = (bytes) => Buffer.from(bytes)[0].toString(16);
		console.log("msgpackr", first(pack(1767225600000)));
		console.log("@msgpack/msgpack", first(encode(1767225600000)));'
	python/bin/python -c 'import msgpack; print("msgpack-python", msgpack.packb(1767225600000)[:1].hex())'
} | tee output
diff output - <<'EXPECTED'
msgpackr cb
@msgpack/msgpack cf
msgpack-python cf
EXPECTED
