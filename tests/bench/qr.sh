#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Usage: qr.sh [SEED ...]: how many bad card pictures are read, exactly and how
# fast, beside others. Each seed draws a set, 101 where none is named; a set
# takes minutes (make bench BENCH='qr 101 102 103': more than ten).
# CCCD_QR_SET=DIR: that set (pictures and INDEX.tsv) instead of drawing some.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
: "${BUILD:=$(cd "$here/../.." && pwd)/build}"
PATH=$BUILD/bin:$BUILD/tests:$PATH
work=$BUILD/bench/qr
pool=$work/pool
seeds=${*:-101}
sample=12		# every so many pictures through zbarimg
mkdir -p "$pool" || exit 2
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT

draw() {
	[ "$work/$1/done" -nt "$BUILD/tests/photo" ] && return 0
	rm -rf "${work:?}/$1"
	photo set "$work/$1" --seed "$1" >/dev/null && touch "$work/$1/done"
}

# One folder for all: the index alone, with the way to each picture.
gather() {
	head -1 "$1/INDEX.tsv" >"$pool/INDEX.tsv"
	for d; do
		awk -F'\t' -v OFS='\t' -v d="$(realpath \
		    --relative-to="$pool" "$d")" 'FNR > 1 {
			$1 = d "/" $1; print }' "$d/INDEX.tsv"
	done >>"$pool/INDEX.tsv"
}

collect() {
	if [ -n "${CCCD_QR_SET:-}" ]; then
		echo "set: given"
		gather "$CCCD_QR_SET"
		return
	fi
	echo "set: drawn, seeds $seeds"
	dirs=()
	pids=()
	for s in $seeds; do
		draw "$s" &
		pids+=($!)
		dirs+=("$work/$s")
		[ $((${#pids[@]} % $(nproc))) -ne 0 ] || wait "${pids[@]}"
	done
	for p in "${pids[@]}"; do
		wait "$p" || return 1
	done
	gather "${dirs[@]}"
}

# The program of the shell, as it comes. One line like those of qr_bench; its
# time is the whole process.
zbarimg_sample() {
	awk -F'\t' -v n="$sample" 'NR > 1 && NR % n == 0 && $9 != "" &&
	    $2 != "other" { print $1 "\t" $9 }' "$pool/INDEX.tsv" |
	while IFS=$'\t' read -r file text; do
		LC_ALL=C; TIMEFORMAT=%U
		{ time zbarimg --nodbus -q --raw "$pool/$file" \
		    >"$T/got" 2>/dev/null; } 2>"$T/time"
		got=$(tr -d '\0' <"$T/got")
		if [ -z "$got" ]; then
			echo "none $(cat "$T/time")"
		elif [ "${got#$'\xef\xbb\xbf'}" = "$text" ]; then
			echo "right $(cat "$T/time")"
		else
			echo "wrong $(cat "$T/time")"
		fi
	done | sort -k2 -n | awk '{ n++; c[$1]++; ms[n] = $2 * 1000 }
		END { if (n) printf "zbarimg-sample\t%d\t%d\t0\t%d\t%.2f\t" \
		    "%.2f\t%.2f\n", c["right"], c["wrong"], n,
		    ms[int((n + 1) / 2)], ms[int((n * 95 + 99) / 100)], ms[n] }'
}

# npm's package, fetched into the build folder; skipped where that cannot be.
zxing() {
	if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
		echo "npm is not installed" >"$T/skipped"
		return
	fi
	mkdir -p "$work/npm"
	[ -d "$work/npm/node_modules/zxing-wasm" ] ||
	    npm install --prefix "$work/npm" --no-package-lock --no-save \
		--no-audit --no-fund zxing-wasm@3.1.4 >"$T/npm" 2>&1 || {
		echo "npm could not install zxing-wasm" >"$T/skipped"
		return
	}
	node "$here/zxing.mjs" "$work/npm" "$BUILD/tests/luma" "$pool" || {
		echo "zxing-wasm failed" >"$T/skipped"
		touch "$T/failed"
	}
}

table() {
	awk -F'\t' 'BEGIN { printf "%-17s %6s %7s %6s %6s %6s %9s %9s %9s\n",
	    "decoder", "right", "share", "wrong", "false", "of", "cpu ms",
	    "95 %", "most" }
	{ printf "%-17s %6d %6.1f%% %6d %6d %6d %9.2f %9.2f %9.2f\n", $1, $2,
	    100 * $2 / $5, $3, $4, $5, $6, $7, $8 }' "$T/rows"
}

# claim TEXT SEEN CONDITION: one line; CONDITION is for awk.
claim() {
	if awk "BEGIN { exit !($3) }"; then
		echo "claim: ok: $1: $2"
	else
		echo "claim: MISSED: $1: $2"
		touch "$T/failed"
	fi
}

of() { awk -F'\t' -v d="$1" -v c="$2" '$1 == d { print $c }' "$T/rows"; }

claims() {
	local ours best=0 name d
	ours=$(of cccd-qr 2)
	[ -n "$ours" ] || return 1
	claim 'no wrong payload' "$(of cccd-qr 3)" "$(of cccd-qr 3) == 0"
	claim 'nothing read where no code is' "$(of cccd-qr 4)" \
	    "$(of cccd-qr 4) == 0"
	claim "median CPU at most half of zbar's" \
	    "$(of cccd-qr 6) ms to $(of zbar 6) ms" \
	    "$(of cccd-qr 6) <= 0.5 * $(of zbar 6)"
	claim 'no picture above 600 ms of CPU' "$(of cccd-qr 8) ms" \
	    "$(of cccd-qr 8) <= 600"
	if [ -s "$T/skipped" ]; then
		echo "claim: skipped: more than zxing: $(cat "$T/skipped")"
		return
	fi
	for d in zxing-x2-unsharp zxing-ladder; do
		[ "$(of $d 2)" -gt "$best" ] && best=$(of $d 2) name=$d
	done
	claim "more than zxing's default" "$ours to $(of zxing-default 2)" \
	    "$ours > $(of zxing-default 2)"
	claim "as many as zxing's best ($name)" "$ours to $best" \
	    "$ours >= $best"
}

collect || exit 2
qr_bench "$pool" | sed 1d >"$T/rows" || exit 2
zbarimg_sample >>"$T/rows"
zxing >>"$T/rows"
table
claims || exit 1
[ ! -e "$T/failed" ]
