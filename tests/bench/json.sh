#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The record scanner against the JSON libraries of Debian, on the same records
# of 300 bytes, one core, in turns; the median of the turns counts.
set -u
turns=5
libraries='ours jansson jsonc cjson'

for _ in $(seq $turns); do
	for l in $libraries; do
		"json_$l" || { echo "json_$l: failed"; exit 1; }
	done
done | sort -k1,1 -k2,2n | awk -v turns=$turns '
{
	speed[$1, ++n[$1]] = $2
	members[$1] = $3
	bytes = $4
}
END {
	ours = speed["ours", int((turns + 1) / 2)]
	printf "%-10s %10s %12s %8s\n", "library", "MB/s", "ns/record", "ours is"
	split("ours cJSON json-c jansson", order, " ")
	for (i = 1; i in order; i++) {
		l = order[i]
		m = speed[l, int((turns + 1) / 2)]
		printf "%-10s %10d %12.0f %7.1fx\n", l, m, bytes * 1000 / m,
		    ours / m
		if (members[l] != members["ours"]) {
			print "claim: MISSED: the same members: " l
			bad = 1
		}
	}
	word = ours >= 1000 ? "ok" : "MISSED"
	printf "claim: %s: scanner at least 1 GB/s on one core over records" \
	    " of 300 bytes: %.2f GB/s over %d bytes\n", word, ours / 1000, bytes
	exit bad || ours < 1000
}'
