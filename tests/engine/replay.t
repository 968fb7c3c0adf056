#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# A replay, no more: what Hadoop Streaming and Spark's RDD.pipe do to a filter
# by their documents, done here by hand. Neither of them ran.
. "$(dirname "$0")/../lib.sh"
. "$ROOT/tests/engine/common.sh"

# What a job is killed by: a status other than 0.
run() { # NAME CMD ...: standard input to standard output
	local name=$1
	shift
	"$@" 2>>log || ok 1 "$name: status $?"
}

# Hadoop Streaming. The mappers' lines are dealt out by a hash of what stands
# before the first TAB, sorted by it, and each reducer reads its share: equal
# keys together, some shares empty. Standard output alone is kept, so the rows
# without a partner come out there as well; counters are lines of standard
# error, and nothing else may be there.
hadoop() {
	local n=$1 i
	rm -f share.* reduced.* log
	{
		run 'map left' rosterdiff --emit L --hadoop <left.csv
		run 'map right' rosterdiff --emit R --hadoop <right.csv
	} | awk -F'\t' -v n="$n" '{
		h = 7
		for (i = 1; i <= length($1); i++)
			h = (h * 31 + index("0123456789", substr($1, i, 1))) % 65521
		print > ("share." h % n)
	}'
	for ((i = 0; i <= n; i++)); do	# the last one gets nothing
		touch "share.$i"
		LC_ALL=C sort -t$'\t' -k1,1 -s "share.$i" |
		    run "reduce $i" rosterdiff --grouped --hadoop --all \
		    --weights weights --emit-left-over - >"reduced.$i"
	done
	cat reduced.* | grep -v '^{' |
	    run 'the last job' rosterdiff --tagged --hadoop --all \
	    --weights weights --fuzzy list >told.last
	grep -h '^{' reduced.* told.last | LC_ALL=C sort >pieces
}
for n in 1 4 40; do
	hadoop $n
	is "Hadoop's way, $n reducers: the single run" \
	    "$(wc -l <pieces) $(cmp whole pieces 2>&1)" "$(wc -l <whole) "
	is "$n reducers: counters and no other words" \
	    "$(grep -vc '^reporter:counter:rosterdiff,[a-z._-]*,[0-9]*$' log)" 0
	awk -F, '/^reporter:counter/ { c[$2] += $3 }
	    END { for (k in c) print k, c[k] }' log | sort >counters
	jq -r 'paths(numbers) as $p | [($p | map(tostring) | join(".")),
	    (getpath($p) | tostring)] | join(" ")' whole.json |
	    grep -v '^version' | sort >counts
	is "$n reducers: they add up to the summary" \
	    "$(cmp counters counts 2>&1)" ''
done
[ "$(find . -name 'share.*' -size 0 | wc -l)" -gt 0 ]
ok $? 'some shares were empty'
exits 0 'an empty share' rosterdiff --grouped --hadoop </dev/null
same_out 'an empty share' </dev/null

# Spark's RDD.pipe. A process for every partition, also for those without an
# element; the elements in no order, a line each; every line that comes out is
# an element again. Scala ends the job on a status other than 0.
spark() {
	local n=$1 i
	rm -f share.* left.0* sum.0* told.* log
	cat cut/* | sort -R --random-source=/bin/sh |
	    awk -F'\t' -v n="$n" '{ print > ("share." substr($1, 9) % n) }'
	for ((i = 0; i <= n; i++)); do
		touch "share.$i"
		run "pipe $i" rosterdiff --tagged --worker --all \
		    --weights weights --emit-left-over "left.0$i" \
		    --summary "sum.0$i.json" <"share.$i" >"told.$i"
	done
	./last || ok 1 'the last'
	is "Spark's way, $n partitions: silent" "$(cat log)" ''
	LC_ALL=C sort told.* >pieces
	is "Spark's way, $n partitions: the single run" \
	    "$(wc -l <pieces) $(cmp whole pieces 2>&1)" "$(wc -l <whole) "
	is "$n partitions: and its counts" "$(cat sum)" "$(cat whole.json)"
}
spark 3
spark 8

# The others keep the contract too: nothing is legal, a no is 0, and the
# summaries of shares add up.
for tool in 'cccd-verify --at 2026-11-26' rostercat rosterlint; do
	# shellcheck disable=SC2086
	exits 0 "$tool: nothing" $tool --worker --summary none.json </dev/null
	is "$tool: no words" "$(cat out err)" ''
	is "$tool: a summary all the same" "$(jq -r .summary none.json)" \
	    "${tool%% *}"
done
done_testing
