#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# rosterdiff beside other ways to compare two rosters by number, in one run, on
# the same rows. diff.sh [SIZE ...]: 1M (the default), 10M, 42M rows a side;
# 230 bytes of TMPDIR a row, and as much again for what the others write. With
# ROSTER_DATA=PREFIX the rosters are PREFIX-SIZE.L.csv and .R.csv, if there.
# Peers run where they are installed; DuckDB and daff come from npm: from
# NODE_PATH, or the folder ROSTER_NPM, or they are fetched into TMPDIR.
set -u
[ $# -gt 0 ] || set -- 1M
here=$PWD/roster
dir=$(mktemp -d "${TMPDIR:-/tmp}/roster.XXXXXX") || exit 2
trap 'rm -rf "$dir"' EXIT
export ROSTER_NPM=${ROSTER_NPM:-$dir/npm}
export CCCD_SHARE=$here/../../../share
longest=300			# seconds that a run may take
bad=0

claim() {
	if [ "$1" = 1 ]; then
		echo "claim: ok: $2"
	else
		echo "claim: MISSED: $2"
		bad=1
	fi
}

# Whether node finds the package; fetched once.
has_npm() {
	command -v node >/dev/null || return 1
	mkdir -p "$ROSTER_NPM" && cd "$ROSTER_NPM" || return 1
	node -e "require.resolve('$1')" 2>/dev/null && return
	command -v npm >/dev/null &&
	    timeout 120 npm install --silent "$1" >/dev/null 2>&1
}

# measure NAME COMMAND [BEFORE]: one more that `race` runs; BEFORE runs before
# each turn and does not count.
declare -A wall cpu memory
declare -A command before took
names=()
measure() {
	names+=("$1") command[$1]=$2 before[$1]=${3:-true} took[$1]=0
}

# one_turn NAME [memory]: what the one before wrote is away by then, and nothing
# waits for the disk.
one_turn() {
	rm -f o o2
	sync
	${before[$1]}
	timeout $longest python3 "$here/measure.py" "${command[$1]}" "${@:2}" \
	    >turn && read -r w c m <turn
}

# race ROUNDS: every one in turn, round after round, for the speed of a machine
# that others use too comes and goes; the slow ones less often. Of each the
# median by wall, with what that turn took. Before that a round in which their
# memory is watched, which takes time: it counts for those only that take so
# long that it does not show.
race() {
	local name round w c m n watch=(memory)

	rm -f -- *.turns
	for ((round = 0; round <= $1; round++)); do
		((round == 0)) || watch=()
		for name in "${names[@]}"; do
			((took[$name] < 20)) || continue
			if ! one_turn "$name" "${watch[@]}"; then
				echo "$name: failed, or took more than $longest s"
				took[$name]=$longest
				rm -f "$name.turns"
				continue
			fi
			if ((round == 0)); then
				memory[$name]=$m
				((${w%.*} >= 10)) || continue
				took[$name]=20
			fi
			echo "$w $c" >>"$name.turns"
			took[$name]=$((took[$name] + ${w%.*}))
		done
	done
	for name in "${names[@]}"; do
		[ -f "$name.turns" ] || continue
		n=$(wc -l <"$name.turns")
		read -r w c < <(sort -n "$name.turns" | sed -n "$(((n + 1) / 2))p")
		wall[$name]=$w cpu[$name]=$c
		awk -v n="$name" -v w="$w" -v c="$c" -v m="${memory[$name]:-0}" \
		    -v r="$((2 * rows))" -v b="$bytes" 'BEGIN {
			printf "%-26s %8.3f %8.3f %8d %8.0f %8.0f %8.0f\n", n,
			    w, c, m, w * 1e9 / r, c * 1e9 / r, b / w / 1e6 }'
	done
	names=()
}

ratio() { awk "BEGIN { printf \"%.2f\", ${wall[$1]} / ${wall[$2]} }"; }
cpu_ratio() { awk "BEGIN { printf \"%.2f\", ${cpu[$1]} / ${cpu[$2]} }"; }
at_most() { awk "BEGIN { print ($1 <= $2) }"; }

# make_rows ROWS SIZE: L.csv and R.csv
make_rows() {
	local s

	for s in L R; do
		rm -f $s.csv
		if [ -f "${ROSTER_DATA:-}-$2.$s.csv" ]; then
			ln -s "$ROSTER_DATA-$2.$s.csv" $s.csv
		else
			"$BUILD/tests/roster/gen" -n "$1" -s $s >$s.csv
		fi || return 1
	done
	rows=$1
	bytes=$(cat L.csv R.csv | wc -c)
	echo "-- $2 a side, $bytes bytes"
	printf '%-26s %8s %8s %8s %8s %8s %8s\n' '' 'wall s' 'CPU s' MiB \
	    ns/row CPU/row MB/s
}

ours() {
	local diff="rosterdiff -j2 --brief --fuzzy off"

	measure floor "$BUILD/tests/roster/floor L.csv R.csv >o 2>o2"
	measure rosterdiff "$diff L.csv R.csv >o 2>o2"
	measure floor-all "$BUILD/tests/roster/floor L.csv R.csv all >o 2>o2"
	measure rosterdiff-all "$diff --all L.csv R.csv >o 2>o2"
	measure rosterdiff-all-csv "$diff --all --csv L.csv R.csv >o 2>o2"
	measure rosterdiff-list "rosterdiff -j2 L.csv R.csv >o 2>o2"
	measure rosterdiff-1 "$diff -j1 L.csv R.csv >o 2>o2"
	measure rosterdiff-memory \
	    "$diff --memory $((rows * 24 / 1000000))M L.csv R.csv >o 2>o2"
}

# What a disk may have in its own memory, ours has not any more.
forget() {
	python3 -c 'import os
for name in "L.csv", "C.csv":
    f = os.open(name, os.O_RDONLY)
    os.fsync(f)
    os.posix_fadvise(f, 0, 0, os.POSIX_FADV_DONTNEED)'
}

# Two rosters that are equal: nearly all of the work is to read them.
cold() {
	cp --reflink=never L.csv C.csv || return
	measure cold-cat 'cat L.csv C.csv >/dev/null' forget
	measure cold-rosterdiff 'rosterdiff -j2 -q L.csv C.csv 2>o2' forget
	race $turns
	rm C.csv
}

small_peers() {
	command -v mlr >/dev/null && measure mlr 'mlr --icsv --ojson join \
	    --np --ul --ur --lp l_ --rp r_ -j so_dinh_danh -f L.csv R.csv >o'
	command -v sqlite3 >/dev/null && measure sqlite3 'sqlite3 :memory: \
	    ".mode csv" ".import L.csv l" ".import R.csv r" \
	    "CREATE INDEX i ON l (so_dinh_danh)" \
	    "CREATE INDEX k ON r (so_dinh_danh)" \
	    ".output o" "SELECT so_dinh_danh, l.ho_ten IS NOT r.ho_ten OR
		l.ngay_sinh IS NOT r.ngay_sinh OR l.gioi_tinh IS NOT
		r.gioi_tinh OR l.dia_chi IS NOT r.dia_chi
		FROM l FULL JOIN r USING (so_dinh_danh)"'
	command -v csvdiff >/dev/null && measure csvdiff \
	    'csvdiff L.csv R.csv >o'
}

one_size() {
	local size=$1

	cd "$dir" || return 1
	wall=() cpu=() memory=()
	make_rows $((${size%M} * 1000000)) "$size" || return 1
	turns=$((rows > 10000000 ? 2 : rows > 5000000 ? 3 : 5))
	ours
	if (has_npm @duckdb/node-api); then
		measure duckdb "node $here/duck.mjs L.csv R.csv o 2"
	fi
	[ "$rows" -gt 10000000 ] || measure sort-join 'for s in L R; do
	    tail -n +2 $s.csv | sort -t, -k1,1 >$s.sorted || exit
	    done; join -t, -a1 -a2 L.sorted R.sorted >o'
	[ "$rows" -gt 1000000 ] || small_peers
	race $turns
	[ "$rows" -gt 10000000 ] || cold
	claims "$size"
}

# What takes minutes for a million.
slow_ones() {
	local daff=$ROSTER_NPM/node_modules/.bin/daff

	cd "$dir" || return 1
	wall=() cpu=() memory=()
	(has_npm daff) && [ -x "$daff" ] || return 0
	make_rows 100000 100k || return 1
	measure rosterdiff 'rosterdiff -j2 L.csv R.csv >o 2>o2'
	measure daff "$daff --id so_dinh_danh --output o L.csv R.csv"
	race 3
}

# What a few hundred rows cost, beside a program that does nothing.
small_job() {
	local w p c true one

	cd "$dir" || return 1
	for s in L R; do
		"$BUILD/tests/roster/gen" -n 500 -s $s >$s.500.csv
	done
	read -r true p c < <(spawn 200 /bin/true)
	read -r w p c < <(spawn 200 rosterdiff L.500.csv R.500.csv)
	echo "500 rows a side: $w ms (95 of 100 in $p, CPU $c);" \
	    "/bin/true: $true ms"
	for one in diff "$BUILD/tests/roster/floor" \
	    'rosterdiff --brief --fuzzy off'; do
		# shellcheck disable=SC2086 # words of a command
		echo "the same, ${one##*/}: $(spawn 200 $one L.500.csv \
		    R.500.csv) ms, 95 of 100, CPU"
	done
	claim "$(at_most "$w" 2)" "500 rows a side in 2 ms: $w (CPU: $c)"
}

# What a row costs, whatever the size.
flat() {
	local low high

	[ ${#per_row[@]} -gt 1 ] || return 0
	read -r low high < <(printf '%s\n' "${per_row[@]}" | sort -n |
	    sed -n '1p;$p' | xargs)
	claim "$(at_most "$high" "1.25 * $low")" "CPU ns a row from \
${!per_row[*]}: within a quarter: $low to $high"
}

claims() {
	local r m=${memory[rosterdiff]:-0}

	[ -n "${wall[floor]:-}" ] && [ -n "${wall[rosterdiff]:-}" ] && {
		r=$(ratio rosterdiff floor)
		claim "$(at_most "$r" 1.25)" "$1: differences within 1.25 of \
the floor: $r (CPU: $(cpu_ratio rosterdiff floor))"
	}
	per_row[$1]=$(awk "BEGIN {
		printf \"%.0f\", ${cpu[rosterdiff]} * 1e9 / 2 / $rows }")
	r=$(ratio rosterdiff-memory rosterdiff)
	claim "$(at_most "$r" 2)" \
	    "$1: in three quarters of the memory at most twice as long: $r"
	if [ -n "${wall[duckdb]:-}" ]; then
		# it writes CSV too, with fewer columns: no lines of the files
		r=$(ratio duckdb rosterdiff-all-csv)
		claim "$(at_most 5 "$r")" "$1: DuckDB takes 5 times as long \
for all rows as CSV: $r (CPU: $(cpu_ratio duckdb rosterdiff-all-csv)); JSON \
lines, four times its bytes: $(ratio duckdb rosterdiff-all) (CPU: \
$(cpu_ratio duckdb rosterdiff-all))"
	else
		echo "claim: skipped: $1: DuckDB: not installed, no npm"
	fi
	[ -n "${wall[cold-rosterdiff]:-}" ] && {
		r=$(ratio cold-rosterdiff cold-cat)
		claim "$(at_most "$r" 1.1)" "$1: cold files within 1.1 of \
cat: $r (CPU: $(cpu_ratio cold-rosterdiff cold-cat))"
	}
	case $1 in
	10M) claim "$(at_most "$m" 400)" "10M in 400 MiB: $m" ;;
	42M) claim "$(at_most "$m" 1536)" "42M in 1.5 GiB: $m" ;;
	esac
}

declare -A per_row
small_job || bad=1
for size; do
	one_size "$size" || bad=1
done
flat
slow_ones || bad=1
exit $bad
