#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Records a second through `cccd-qr --text | cccd-verify`, beside filters that
# do less with the same lines.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
: "${BUILD:=$(cd "$here/../.." && pwd)/build}"
PATH=$BUILD/bin:$BUILD/tests:$PATH
n=${CCCD_LINES:-1000000}
want=400000
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT
export HOME=$T LC_ALL=C.UTF-8
TIMEFORMAT='%R %U %S'

photo payloads "$n" --seed 7 >"$T/lines" || exit 2
head -100000 "$T/lines" >"$T/some"
cccd-qr --text "$T/lines" >"$T/records" || exit 2
lines=$(cccd-verify "$T/records" | wc -l)

# What comes out is thrown away: 1.8 GB of it would measure the disk.
ours() { cccd-qr --text "$1" | cccd-verify >/dev/null; }
qr_alone() { cccd-qr --text "$1" >/dev/null; }
verify_alone() { cccd-verify "$1" >/dev/null; }
copy() { cat "$1" | wc -l >"$T/out"; }
split_mawk() {
	mawk -F'|' '{ printf "{\"id\":\"%s\",\"name\":\"%s\",\"dob\":\"%s\"}\n",
	    $1, $3, $4 }' "$1" >/dev/null
}
split_jq() {
	jq -Rc 'split("|") | { id: .[0], name: .[2], dob: .[3] }' "$1" \
	    >"$T/out"
}

# row NAME RUNS LINES-FILE LINES FUNCTION: the median of RUNS.
row() {
	local i mid
	for ((i = 0; i < $2; i++)); do
		{ time "$5" "$3" 2>"$T/err"; } 2>>"$T/time.$5" || {
			echo "pipeline.sh: $1: failed" >&2
			head -3 "$T/err" >&2
			exit 2
		}
	done
	mid=$(sort -n "$T/time.$5" | sed -n "$((($2 + 1) / 2))p")
	awk -v name="$1" -v n="$4" -v t="$mid" 'BEGIN { split(t, s, " ")
		printf "%-34s %9.2f %9.2f %12d\n", name, s[1], s[2] + s[3],
		    n / s[1] }'
	awk -v n="$4" -v t="$mid" 'BEGIN { split(t, s, " ")
		printf "%d %d\n", n / s[1], n / (s[2] + s[3]) }' >"$T/rate.$5"
}

echo "$n lines of invented people, $(wc -c <"$T/lines") bytes"
printf '%-34s %9s %9s %12s\n' 'median' 's' 'cpu s' 'records/s'
row 'cccd-qr --text | cccd-verify' 5 "$T/lines" "$n" ours
row 'cccd-qr --text' 3 "$T/lines" "$n" qr_alone
row 'cccd-verify' 3 "$T/records" "$n" verify_alone
row 'cat | wc -l' 3 "$T/lines" "$n" copy
row 'mawk: three fields as JSON' 3 "$T/lines" "$n" split_mawk
row 'jq: three fields as JSON' 3 "$T/some" 100000 split_jq
missed=0
if [ "$lines" -ne "$n" ]; then
	echo "claim: MISSED: every line becomes a record: $lines of $n"
	missed=1
fi
read -r got _ <"$T/rate.ours"
# What the slower of the two could do with a core of its own: the wall clock
# says less than that on a busy machine.
cat "$T/rate.qr_alone" "$T/rate.verify_alone" | sort -n -k2 | awk 'NR == 1 {
    print "by the CPU of the slower one: " $2 " records/s" }'
if [ "$got" -ge "$want" ]; then
	echo "claim: ok: $want records/s through both: $got"
else
	echo "claim: MISSED: $want records/s through both: $got"
	missed=1
fi
exit $missed
