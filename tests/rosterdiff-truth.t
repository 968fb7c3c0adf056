#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# rosterdiff on twenty thousand invented people, of whom it is known who is who:
# rows whose number is damaged are found by who they are. Of the pairs told as
# `match` next to none may be wrong, and next to nobody may be missed.
. "$(dirname "$0")/lib.sh"
gen=$BUILD/tests/roster/gen

# The column of the truth differs where a pair is wrong. No number is damaged so
# that it becomes another's, so that other-person is a false alarm.
judge() { # FILE: NAME COUNT a line
	jq -r 'def wrong: .cells // [] | map(select(.column == "truth")) |
	    first;
	if wrong then "\(.class)-wrong L\(wrong.left) R\(wrong.right)"
	elif .class == "removed" then "removed L\(.left.row.truth)"
	elif .class == "added" then "added R\(.right.row.truth)"
	else "\(.class)-right" end' "$1" | awk '{
		n[$1]++
		for (i = 2; i <= NF; i++)
			on[substr($i, 1, 1), who = substr($i, 2)] = all[who] = 1
	}
	END {
		for (k in n)
			print k, n[k]
		for (who in all)
			missed += on["L", who] && on["R", who]
		print "missed", missed + 0
	}' >judged
}
count() { awk -v n="$1" '$1 == n { print $2; found = 1 }
	END { if (!found) print 0 }' judged; }

# At least so many pairs are there to be found; so many in 1000 of the matches
# are right, and so many of the pairs are found.
truth() { # NAME NUMBERS CELLS PAIRS RECALL
	local right wrong rest
	for s in L R; do
		"$gen" -n 20000 -s $s -t -k "$2" -c "$3" >$s.csv
		ok $? "$1: people"
	done
	exits 1 "$1" rosterdiff L.csv R.csv
	cp out list
	judge out
	right=$(count match-right) wrong=$(count match-wrong)
	rest=$(($(count missed) + $(count look-right)))
	echo "# $1: $right right, $wrong wrong, $rest not found for sure"
	ok $((right + rest < $4)) "$1: $4 pairs and more"
	ok $((wrong * 1000 > right * 2)) "$1: precision 0.998"
	ok $((right * 1000 < (right + rest) * $5)) "$1: recall 0.$5"
	ok $(($(count other-person-right) > 2)) "$1: nobody is taken for another"
}
truth '3 % of the numbers, 5 % of the cells' 30000 50000 560 980
truth '3 % of the numbers, 20 % of the cells' 30000 200000 560 980
truth '30 % of the numbers, 5 % of the cells' 300000 50000 5700 990
truth '30 % of the numbers, 20 % of the cells' 300000 200000 5700 980
classes() { jq -r .class "$1" | sort | uniq -c | awk '{ print $2, $1 }'; }
exits 1 'join' rosterdiff --fuzzy join L.csv R.csv
is 'join: sure pairs are changed rows, all others as before' \
    "$(classes out)" "$(classes list | sed 's/^match /changed /' | awk '
	{ n[$1] += $2 } END { for (k in n) print k, n[k] }' | sort)"
is 'join: with their scores and the reason' "$(jq -r 'select(.class ==
    "changed" and .score and .why == "found by name and birth date") |
    .left.line' out | cksum)" "$(jq -r 'select(.class == "match") |
    .left.line' list | cksum)"
exits 1 'threads and little memory' rosterdiff -j4 --memory 1M L.csv R.csv
same_out 'the same bytes' <list

# Twenty pairs of neighbours have each other's numbers, which is all that is
# asked of the weights now: fewer pairs teach them, in whatever layout.
swapped() { awk -F, -v OFS=, 'NR > 1 && NR <= 41 { if (NR % 2 == 0) {
    held = $1; row = $0; next } number = $1; $1 = held; mine = $0; $0 = row
    $1 = number; print; print mine; next } { print }' "$1"; }
swapped R.csv >others.csv
others() { jq -r 'select(.class == "other-person").key' "$1" | sort; }
exits 1 'numbers of others' rosterdiff -j1 --fuzzy off L.csv others.csv
cp out off
is 'they are told from one person' "$(others off | wc -l)" "$(
    cut -d, -f1 others.csv | sed -n '2,41p' | grep -cxFf <(cut -d, -f1 L.csv))"
exits 1 'threads and little memory' rosterdiff -j4 --memory 1M --fuzzy off \
    L.csv others.csv
same_out 'the same bytes' <off
exits 1 'bytes compared' rosterdiff -j2 --verify --fuzzy off L.csv others.csv
same_out 'the same bytes' <off
awk -F, -v OFS=, '{ name = $2; $2 = $1; $1 = name; print }' others.csv \
    >turned.csv
exits 1 'another layout' rosterdiff -j2 --fuzzy off L.csv turned.csv
is 'the same people' "$(others out)" "$(others off)"
exits 1 'the birth date not compared' rosterdiff -j2 --fuzzy off -x ngay_sinh \
    L.csv others.csv
is 'the same people' "$(others out)" \
    "$(others off)"
exits 1 'left-overs paired too' rosterdiff -j2 L.csv others.csv
is 'the same people' "$(others out)" "$(others off)"
# Of few pairs all that differ are read both times: what weighs against one
# person comes out the same but for how many the others stand for.
for s in L R; do
	"$gen" -n 5000 -s $s -k 30000 -c 100000 >few.$s
done
swapped few.R >few.others
against() { jq -r 'select(.class == "other-person").score.parts.name |
    select(.level == "other").weight' out | sort -u; }
exits 1 'few pairs, fewer to learn from' rosterdiff --fuzzy off few.L few.others
few=$(against)
exits 1 'few pairs, all of them' rosterdiff few.L few.others
is 'names that are others weigh the same' "$(awk -v a="$few" \
    -v b="$(against)" 'BEGIN { d = a - b
	print (a < -5 && d < 0.25 && d > -0.25) ? "yes" : a " and " b }')" yes

# In pieces, by blocks: the same bytes as in one run with the same weights.
rosterdiff -q --learn weights L.csv R.csv 2>/dev/null
piece() { rosterdiff --worker --weights weights "$@"; }
exits 0 'in one run' piece L.csv R.csv
sort out >whole
{ piece --emit L L.csv && piece --emit R R.csv; } >lines
for i in 0 1 2; do
	awk -F'\t' -v i=$i 'substr($1, 10) % 3 == i' lines | piece --tagged \
	    --emit-left-over left.$i --emit-blocks block.$i >told.$i
done
LC_ALL=C sort -m <(LC_ALL=C sort block.0) <(LC_ALL=C sort block.1) \
    <(LC_ALL=C sort block.2) >blocks
awk -F'\t' 'length($1) % 2 == 0' blocks | piece --score >score.0
awk -F'\t' 'length($1) % 2 == 1' blocks | piece --score >score.1
cat score.1 score.0 >scores
cat left.2 left.0 left.1 >left
exits 0 'by blocks' piece --tagged --fuzzy list --scores scores left
sort out told.? >pieces
is 'by blocks: the same bytes' "$(cmp whole pieces 2>&1)" ''
is 'by blocks: pairs in all of them' \
    "$(cut -c1-2 blocks | sort -u | tr -d '\n')" '1|2|3|4|5|6|'
done_testing
