#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Reading a large workbook: our reader alone, rostercat, and beside them
# openpyxl in its streaming mode (and xlsx2csv where it is installed). Seconds
# of CPU, rows a second, MB of unpacked XML a second, memory.
# Usage: xlsx.sh [ROWS]
set -eu
rows=${1:-100000}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
make_py() { /usr/bin/python3 -B -W ignore ../xlsx_make.py "$@"; }
make_py large "$T/a.xlsx" "$rows"
mb=$(python3 -c 'import sys, zipfile
print(sum(i.file_size for i in zipfile.ZipFile(sys.argv[1]).infolist()) / 1e6)' "$T/a.xlsx")
echo "workbook: $rows rows, $mb MB of XML, $(stat -c %s "$T/a.xlsx") bytes"

# peer NAME CMD ...: the best of three; leaves its CPU seconds in $T/NAME.
peer() {
	local name=$1 i
	shift
	for i in 1 2 3; do
		/usr/bin/time -o "$T/time$i" -f '%U %S %M' "$@" >/dev/null
	done
	sort -n "$T"/time[123] | awk -v name="$name" -v rows="$rows" \
	    -v mb="$mb" 'NR == 1 { s = $1 + $2
		printf "%-10s %7.2f s CPU, %8.0f rows/s, %6.1f MB/s, " \
		    "%5.0f MB\n", name, s, rows / s, mb / s, $3 / 1024
		print s, $3 >"'"$T/$name"'" }'
}
peer reader xlsx_probe --count "$T/a.xlsx"
peer rostercat rostercat "$T/a.xlsx"
peer openpyxl /usr/bin/python3 -W ignore -c 'import openpyxl, sys
ws = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True).active
print(sum(1 for _ in ws.iter_rows(values_only=True)))' "$T/a.xlsx"
if command -v xlsx2csv >/dev/null; then
	peer xlsx2csv xlsx2csv "$T/a.xlsx"
fi

bad=0
# claim WHAT PEER COLUMN TIMES
claim() {
	awk -v what="$1" -v limit="$3" -v col="$2" '
	NR == 1 { ours = $col }
	NR == 2 {
		ratio = $col / ours
		ok = ratio >= limit
		printf "claim: %s: %s: %.1f times\n", ok ? "ok" : "MISSED",
		    what, ratio
		exit !ok
	}' "$T/reader" "$T/openpyxl" || bad=1
}
claim 'ten times as fast as openpyxl' 1 10
claim 'not more memory than openpyxl' 2 1
exit $bad
