#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Everything that can be wrong with a signed card, one thing at a time, and its
# neighbour in which that is right; under every policy.
. "$(dirname "$0")/lib.sh"

exits 0 'a PKI of good and bad' forge --out pki
judge() {
	cccd-verify --trust pki/trust --at 2026-11-25 --policy "$1" \
	    <pki/cases.ndjson >"$1.out" 2>"$1.err"
}
for policy in strict icao lenient; do
	exits 1 "$policy" judge $policy
	is "$policy: of the store" "$(cut -d: -f1,4- $policy.err)" \
	    'cccd-verify: no authority: it may stand in a path, and is no anchor'
	is "$policy: one line each" "$(wc -l <$policy.out)" "$(wc -l <pki/cases.ndjson)"
	exits 0 "$policy: as each was forged" \
	    python3 "$ROOT/tests/forge.py" cases $policy <$policy.out
	tail -n 1 out | diag
done
# a card whose authority stands in a master list: believed or not
jq -c 'select(.case.name == "listed")' pki/cases.ndjson >card
for list in pki/lists/*; do
	case ${list##*/} in
	believed-*) want='verified signed' ;;
	*) want='undecided plausible' ;;
	esac
	cccd-verify --trust "$list/trust" --at 2026-11-25 card >out 2>err
	is "a list: ${list##*/}" "$(jq -r '.verify | .verdict + " " + .assurance' out)" "$want"
done

exits 0 'every check has a case' python3 "$ROOT/tests/forge.py" covered \
    "$ROOT/lib/trust/policy.c" <pki/cases.ndjson
tail -n 1 out | diag
done_testing
