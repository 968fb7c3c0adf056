#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Many more forged cards than tests/verify-differential.t has, all of them other
# ones: by chance, and with one octet of EF.SOD changed.
. "$(dirname "$0")/../lib.sh"

AT=1795564800 STEP=4000	# 2026-11-25
# round MODE FROM [OPTION ...]: STEP cards from that number on
round() {
	local mode=$1 from=$2
	shift 2
	rm -rf "$T/pki"
	cd "$T" || exit 2
	forge --out pki --draw $STEP --from "$from" --parts "$@" || return
	cd pki || return
	cat trust/*/*.pem >all.pem
	seq -f %05g "$from" $((from + STEP - 1)) >names
	cms_witness all.pem $AT <names >library || return
	cccd-verify --trust trust --at 2026-11-25 cases.ndjson >judged
	python3 "$ROOT/tests/forge.py" "$mode" library <judged
}
for ((from = 10000; from < 50000; from += STEP)); do
	exits 0 "drawn from $from" round drawn $from
	tail -n 1 "$T/out" | diag
	exits 0 "mutated from $from" round mutated $from --mutate
	tail -n 1 "$T/out" | diag
done
done_testing
