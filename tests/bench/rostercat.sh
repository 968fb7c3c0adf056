#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# rostercat's MB of input a CPU second, the median of five runs, beside what
# else turns CSV into JSON lines (none of which looks at what stands in the
# cells): clean rows, rows of which each needs a repair, and TCVN3.
# Usage: rostercat.sh [ROWS] (300000)
set -u
rows=${1:-300000}
T=$(mktemp -d "${TMPDIR:-/tmp}/cccd-bench.XXXXXX")
trap 'rm -rf "$T"' EXIT
trap 'exit 130' INT TERM

# --- the same invented people three times
"$BUILD/tests/roster/gen" -n "$rows" -s L >"$T/clean.csv" || exit 2
rows=$(($(wc -l <"$T/clean.csv") - 1))	# some are on the other side only
# zeros eaten, days as people write them, titles
awk -F, 'NR == 1 { print; next } {
	n = index($0, ","); id = substr($0, 1, n - 1); rest = substr($0, n + 1)
	n = index(rest, ","); name = substr(rest, 1, n - 1)
	rest = substr(rest, n + 1)
	sub(/^0+/, "", id)
	d = substr(rest, 9, 2) "/" substr(rest, 6, 2) "/" substr(rest, 1, 4)
	print id "," (substr(rest, 12, 3) == "Nam" ? "Mr. " : "Ms. ") name \
	    "  ," d substr(rest, 11) }' "$T/clean.csv" >"$T/dirty.csv"
# TCVN3 has no capitals with tones
python3 - "$T/clean.csv" "$T/small.csv" <<'EOP'
import sys
text = open(sys.argv[1], encoding="utf-8").read()
keep = set("ĐĂÂÊÔƠƯ")
table = {ord(c): c.lower() for c in set(text) if ord(c) > 127}
for c in keep:
    table.pop(ord(c), None)
open(sys.argv[2], "w", encoding="utf-8").write(text.translate(table))
EOP
iconv -f utf-8 -t TCVN5712-1 "$T/small.csv" >"$T/tcvn3.csv" || exit 2

# mb_s FILE CMD ...: MB of FILE a second of CPU time, the median of five.
mb_s() {
	local file=$1 i
	shift
	for i in 1 2 3 4 5; do
		{ TIMEFORMAT='%U %S'; time "$@" "$file" >"$T/out" \
		    2>"$T/err"; } 2>"$T/time"
		awk -v n="$(stat -c %s "$file")" \
		    '{ printf "%.1f\n", n / 1e6 / ($1 + $2 + 1e-9) }' "$T/time"
	done | sort -n | sed -n 3p
}

python_csv() {
	python3 -c 'import csv, json, sys
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")' "$1"
}
csvkit() {
	csvjson --stream -I -y 0 "$1"
}

declare -A got
for f in clean dirty tcvn3; do
	got[$f]=$(mb_s "$T/$f.csv" rostercat -j 1)
	people=$(sed -n 's/.*people: \([0-9]*\).*/\1/p' "$T/err")
	printf 'rostercat, %-6s %8s MB/s\n' "$f:" "${got[$f]}"
	[ "$people" = "$rows" ] || {
		echo "claim: MISSED: $f: all people are read: $people of $rows"
		exit 1
	}
done
# By the clock, one thread and two in turns: the least of five.
clock() {
	{ TIMEFORMAT=%R; time rostercat -j "$1" "$T/clean.csv" >"$T/out" \
	    2>"$T/err"; } 2>>"$T/clock.$1"
}
for _ in 1 2 3 4 5; do clock 1; clock 2; done
awk -v one="$(sort -n "$T/clock.1" | head -1)" \
    -v two="$(sort -n "$T/clock.2" | head -1)" 'BEGIN {
	printf "clean, by the clock: %.2f s, with -j 2 %.2f s: %.2f times\n",
	    one, two, one / two }'
# Peers on a part of it: they need minutes for the whole.
head -n $((rows / 10 + 1)) "$T/clean.csv" >"$T/part.csv"
peer() {
	local name=$1 v
	shift
	command -v "$1" >/dev/null 2>&1 || {
		echo "claim: skipped: $name: is not installed"
		return
	}
	case $name in csvkit) command -v csvjson >/dev/null ||
		{ echo "claim: skipped: csvkit: is not installed"; return; } ;;
	esac
	v=$(mb_s "$T/part.csv" "$@")
	awk -v n="$name" -v v="$v" -v o="${got[clean]}" 'BEGIN {
		printf "%-17s %8s MB/s, rostercat is %.0f times as fast\n",
		    n ":", v, o / v }'
}
peer Miller mlr --icsv --ojsonl cat
peer csvkit csvkit
peer 'Python csv' python_csv

claim() {
	awk -v g="$2" -v w="$3" -v t="$1" 'BEGIN {
		print "claim: " (g >= w ? "ok" : "MISSED") ": " t " at " w \
		    " MB/s a core: " g
		exit g < w }' || bad=1
}
bad=0
claim 'clean UTF-8' "${got[clean]}" 200
claim 'every row repaired' "${got[dirty]}" 50
claim 'TCVN3' "${got[tcvn3]}" 50
exit $bad
