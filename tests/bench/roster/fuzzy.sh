#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Pairs of left-overs on five truth sets: precision, recall, cost.
# fuzzy.sh [SET ...]: few (3 % of the numbers damaged), all (every number),
# dirty (30 % of the numbers, a fifth of the cells), strangers (35 of 36 left-overs
# have no partner), large (ten million people; 2.3 GB in TMPDIR).
set -u
[ $# -gt 0 ] || set -- few all dirty strangers large
dir=$(mktemp -d "${TMPDIR:-/tmp}/fuzzy.XXXXXX") || exit 2
trap 'rm -rf "$dir"' EXIT
bad=0

# claim GOOD TEXT
claim() {
	if [ "$1" = 1 ]; then
		echo "claim: ok: $2"
	else
		echo "claim: MISSED: $2"
		bad=1
	fi
}

# measure SET NAME GEN-OPTION ...
measure() {
	local set=$1 name=$2 out want
	shift 2
	"$BUILD/tests/roster/gen" -s L -f tsv -t "$@" >"$dir/l" &&
		"$BUILD/tests/roster/gen" -s R -f tsv -t "$@" >"$dir/r" &&
		out=$("$BUILD/tests/roster/fuzzy" -j2 "$dir/l" "$dir/r") || {
		echo "fuzzy: $set: failed"
		bad=1
		return
	}
	echo "-- $set: $name"
	echo "$out"
	read -r precision recall cpu bytes <<<"$(echo "$out" |
	    sed -n 's/^sure:.*precision \([0-9.]*\), recall \([0-9.]*\);.*/\1 \2/p
		s/^cost:.* CPU \([0-9.]*\) s.* \([0-9]*\) bytes a row/\1 \2/p' |
	    xargs)"
	want=0.98
	claim "$(awk "BEGIN { print ($precision >= 0.998 && \
	    $recall >= $want) }")" \
	    "$set: precision 0.998, recall $want: $precision, $recall"
	[ "$set" = all ] || return
	claim "$(awk "BEGIN { print ($cpu < 15 && $bytes <= 300) }")" \
	    "$set: below 15 s of processor time, 300 bytes a row: $cpu s, $bytes"
}

for set; do
	case $set in
	few) measure few '1M, 3 % of the numbers, 2 % of the cells' \
	    -n 1000000 -k 30000 ;;
	all) measure all '1M, every number, 2 % of the cells' \
	    -n 1000000 -k 1000000 ;;
	dirty) measure dirty '1M, 30 % of the numbers, 20 % of the cells' \
	    -n 1000000 -k 300000 -c 200000 ;;
	strangers) measure strangers \
	    '2M, half on one side only, 3 % of the numbers, 5 % of the cells' \
	    -n 2000000 -m 500000 -k 30000 -c 50000 ;;
	large) measure large '10M, 3 % of the numbers, 5 % of the cells' \
	    -n 10000000 -k 30000 -c 50000 ;;
	*) echo "fuzzy.sh: $set: no such set" >&2; exit 2 ;;
	esac
done
exit $bad
