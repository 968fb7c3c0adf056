#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# rosterlint over rosters of one and five million rows (rosterlint.sh ROWS ...:
# of these), beside tools that do a part of it: csvclean counts cells, mlr
# compares sex and birth year with the number, sort | uniq -d finds the numbers
# that stand twice. Processor time counts; memory has to be flat but for the
# index of duplicates.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
: "${BUILD:=$(cd "$here/../.." && pwd)/build}"
PATH=$BUILD/bin:$BUILD/tests:$PATH
export CCCD_SHARE=$here/../../share
rows=("$@")
[ $# -gt 0 ] || rows=(1000000 5000000)
T=$(mktemp -d "${TMPDIR:-/tmp}/rosterlint.XXXXXX") || exit 2
trap 'rm -rf "$T"' EXIT
bad=0

claim() {
	local word=MISSED
	if awk "BEGIN { exit !($1) }"; then word=ok; else bad=1; fi
	echo "claim: $word: $2"
}

# spent NAME BYTES CMD ...: a line of figures; the last one in clock, cpu, kib.
spent() {
	local name=$1 bytes=$2
	shift 2
	read -r clock cpu kib < <(python3 "$here/spent.py" "$@" 2>/dev/null)
	awk -v n="$name" -v b="$bytes" -v c="$cpu" -v k="$kib" 'BEGIN {
		printf "%-34s %7.2f s CPU  %6.0f MB/s  %7.1f MiB\n",
		    n, c, b / 1e6 / c, k / 1024 }'
}

kibs=() counts=()
for n in "${rows[@]}"; do
	"$BUILD/tests/roster/gen" -s L -n "$n" -d 1000 >"$T/roster.csv" || exit 2
	size=$(stat -c %s "$T/roster.csv")
	echo "-- $n rows, $((size / 1000000)) MB"
	spent 'rosterlint' "$size" rosterlint -j 1 --at 2026-11-26 \
	    --ignore 'address.*' "$T/roster.csv"
	ours=$cpu kibs+=("$kib") counts+=("$n")
	one=$clock
	spent 'rosterlint -j 2' "$size" rosterlint -j 2 --at 2026-11-26 \
	    --ignore 'address.*' "$T/roster.csv"
	awk -v one="$one" -v two="$clock" 'BEGIN {
		printf "by the clock: %.2f s, with -j 2 %.2f s: %.2f times\n",
		    one, two, one / two }'
	spent 'rosterlint, addresses too' "$size" rosterlint -j 1 \
	    --at 2026-11-26 --table "$T/roster.csv"
	spent 'rosterlint, table' "$size" rosterlint -j 1 --at 2026-11-26 --table \
	    --ignore 'address.*' "$T/roster.csv"
	claim "$size / 1e6 / $ours >= 100" \
	    "100 MB/s a core: $(awk "BEGIN { printf \"%.0f\", $size / 1e6 / $ours }")"
	[ "$n" -le 1000000 ] || continue
	spent 'sort | uniq -d (numbers only)' "$size" \
	    sh -c "cut -d, -f1 '$T/roster.csv' | sort | uniq -d"
	if command -v mlr >/dev/null; then
		spent 'mlr (number against birth, sex)' "$size" mlr --icsv --ojson \
		    filter 'substr($so_dinh_danh, 4, 5) != substr($ngay_sinh, 2, 3) ||
		    (int(substr($so_dinh_danh, 3, 3)) % 2 == 1) != ($gioi_tinh == "Nữ")' \
		    "$T/roster.csv"
		claim "$ours < $cpu" "all of it in less than mlr takes for that part"
	else
		echo 'claim: skipped: mlr is not installed'
	fi
	if command -v csvclean >/dev/null; then
		spent 'csvclean -n (cells a row)' "$size" csvclean -n "$T/roster.csv"
		claim "$ours < $cpu" "all of it in less than csvclean takes to count cells"
	else
		echo 'claim: skipped: csvclean is not installed'
	fi
done
if [ ${#rows[@]} -gt 1 ]; then
	per=$(awk -v kib=$((kibs[-1] - kibs[0])) \
	    -v rows=$((counts[-1] - counts[0])) \
	    'BEGIN { printf "%.1f", kib * 1024 / rows }')
	claim "$per <= 28" "at most 28 bytes a row more: $per"
fi
exit $bad
