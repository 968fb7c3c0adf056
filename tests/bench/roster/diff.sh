#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# rosterdiff beside other ways to compare two rosters by number, in one run, on
# the same rows. diff.sh [SIZE ...]: 1M (the default), 10M, 42M rows a side;
# 230 bytes of TMPDIR a row, and as much again for what the others write.
# Peers run where they are installed; DuckDB comes from npm, once, into the
# folder ROSTER_NPM (default: one in TMPDIR).
set -u
[ $# -gt 0 ] || set -- 1M
here=$PWD/roster
dir=$(mktemp -d "${TMPDIR:-/tmp}/roster.XXXXXX") || exit 2
trap 'rm -rf "$dir"' EXIT
npm_dir=${ROSTER_NPM:-$dir/npm}
export CCCD_SHARE=$here/../../../share
bad=0

claim() {
	if [ "$1" = 1 ]; then
		echo "claim: ok: $2"
	else
		echo "claim: MISSED: $2"
		bad=1
	fi
}

has_duck() {
	command -v npm >/dev/null || return 1
	[ -d "$npm_dir/node_modules/@duckdb" ] || {
		mkdir -p "$npm_dir" &&
		    (cd "$npm_dir" && npm install --silent @duckdb/node-api \
			>/dev/null 2>&1)
	}
}

# measure NAME COMMAND: best of the turns by wall; kept in wall_NAME.
declare -A wall cpu memory
measure() {
	local name=$1 w c m i
	# the slow ones once
	for ((i = 0; i < turns && (i == 0 || ${wall[$name]%.*} < 20); i++)); do
		read -r w c m < <(timeout 900 python3 "$here/measure.py" "$2") || {
			echo "$name: failed"
			bad=1
			return
		}
		if [ -z "${wall[$name]:-}" ] ||
		    awk "BEGIN { exit !($w < ${wall[$name]}) }"; then
			wall[$name]=$w cpu[$name]=$c memory[$name]=$m
		fi
	done
	awk -v n="$name" -v w="${wall[$name]}" -v c="${cpu[$name]}" \
	    -v m="${memory[$name]}" -v r="$((2 * rows))" -v b="$bytes" 'BEGIN {
		printf "%-26s %8.2f %8.2f %8d %8.0f %8.0f %8.0f\n", n, w, c,
		    m, w * 1e9 / r, c * 1e9 / r, b / w / 1e6 }'
}

ratio() { awk "BEGIN { printf \"%.2f\", ${wall[$1]} / ${wall[$2]} }"; }
at_most() { awk "BEGIN { print ($1 <= $2) }"; }

one_size() {
	local size=$1 diff="rosterdiff -j2 --brief --fuzzy off"
	rows=$((${size%M} * 1000000))
	turns=$((rows > 5000000 ? 2 : 5))
	wall=() cpu=() memory=()
	for s in L R; do
		"$BUILD/tests/roster/gen" -n "$rows" -s $s >"$dir/$s.csv" ||
			return 1
	done
	cd "$dir" || return 1
	bytes=$(cat L.csv R.csv | wc -c)
	echo "-- $size a side, $bytes bytes"
	printf '%-26s %8s %8s %8s %8s %8s %8s\n' '' 'wall s' 'CPU s' MiB \
	    ns/row CPU/row MB/s
	measure floor "$BUILD/tests/roster/floor L.csv R.csv >o 2>o2"
	measure rosterdiff "$diff L.csv R.csv >o 2>o2"
	measure floor-all "$BUILD/tests/roster/floor L.csv R.csv all >o 2>o2"
	measure rosterdiff-all "$diff --all L.csv R.csv >o 2>o2"
	measure rosterdiff-list "rosterdiff -j2 L.csv R.csv >o 2>o2"
	measure rosterdiff-1 "$diff -j1 L.csv R.csv >o 2>o2"
	measure rosterdiff-memory \
	    "$diff --memory $((rows * 24 / 1000000))M L.csv R.csv >o 2>o2"
	if has_duck; then
		measure duckdb "cd $npm_dir &&
		    node $here/duck.mjs $dir/L.csv $dir/R.csv $dir/o 2"
	fi
	if [ "$rows" -le 10000000 ]; then
		measure sort-join 'for s in L R; do
			tail -n +2 $s.csv | sort -t, -k1,1 >$s.sorted || exit
			done; join -t, -a1 -a2 L.sorted R.sorted >o'
	fi
	if [ "$rows" -le 1000000 ]; then
		command -v mlr >/dev/null && measure mlr 'mlr --icsv --ojson \
		    join --np --ul --ur --lp l_ --rp r_ -j so_dinh_danh \
		    -f L.csv R.csv >o'
		command -v sqlite3 >/dev/null && measure sqlite3 'sqlite3 \
		    :memory: ".mode csv" ".import L.csv l" ".import R.csv r" \
		    "CREATE INDEX i ON l (so_dinh_danh)" \
		    "CREATE INDEX k ON r (so_dinh_danh)" \
		    ".output o" "SELECT l.so_dinh_danh, l.ho_ten IS NOT
		    r.ho_ten OR l.ngay_sinh IS NOT r.ngay_sinh OR l.gioi_tinh
		    IS NOT r.gioi_tinh OR l.dia_chi IS NOT r.dia_chi
		    FROM l FULL JOIN r USING (so_dinh_danh)"'
		command -v csvdiff >/dev/null &&
			measure csvdiff 'csvdiff L.csv R.csv >o'
	fi
	claims "$size"
	cd "$here/.." || return 1
}

claims() {
	local f=${wall[floor]:-} d=${wall[duckdb]:-}

	[ -n "$f" ] && {
		r=$(ratio rosterdiff floor)
		claim "$(at_most "$r" 1.25)" \
		    "$1: differences within 1.25 of the floor: $r"
		r=$(ratio rosterdiff-all floor-all)
		claim "$(at_most "$r" 1.25)" \
		    "$1: all rows within 1.25 of the floor: $r"
	}
	r=$(ratio rosterdiff-memory rosterdiff)
	claim "$(at_most "$r" 2)" "$1: in three quarters of the memory: $r times"
	if [ -n "$d" ]; then
		r=$(ratio duckdb rosterdiff-all)
		claim "$(at_most 5 "$r")" "$1: DuckDB takes $r times as long"
	else
		echo "claim: skipped: $1: DuckDB: no npm here"
	fi
	m=${memory[rosterdiff]:-0}
	case $1 in
	10M) claim "$(at_most "$m" 400)" "10M in 400 MiB: $m" ;;
	42M) claim "$(at_most "$m" 1536)" "42M in 1.5 GiB: $m" ;;
	esac
}

for size; do
	one_size "$size" || bad=1
done
exit $bad
