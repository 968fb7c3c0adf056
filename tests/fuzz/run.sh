#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Every fuzz target for so long, from its seeds, under clang's libFuzzer with
# AddressSanitizer and UBSan. What it finds on the way is kept in
# build-fuzz/corpus/ and taken up by the next run; an input that breaks a
# target stays in build-fuzz/broken/ (the target's program replays it), and
# the exit status is 1.
# Usage: run.sh SECONDS [NAME ...]
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:?run.sh SECONDS [NAME ...]}
shift
build='build-fuzz'
sanitize=address,undefined
targets=("$@")
if [ $# -eq 0 ]; then
	for f in tests/fuzz/fuzz_*.c; do
		f=${f##*/fuzz_}
		targets+=("${f%.c}")
	done
fi

objects=("$build/libcccd.a" "$build/libcard.a")
for t in "${targets[@]}"; do
	objects+=("$build/tests/fuzz/fuzz_$t.o")
done
make -s -j"$(nproc)" B=$build CC=clang HARDEN=-fPIE \
    CFLAGS="-O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,$sanitize \
-fno-sanitize-recover=undefined" "${objects[@]}" >/dev/null
libs=$(make -s B=$build print-LIBS)
for t in "${targets[@]}"; do
	# shellcheck disable=SC2086
	clang -fsanitize="fuzzer,$sanitize" -o "$build/fuzz_$t" \
	    "$build/tests/fuzz/fuzz_$t.o" "$build/libcard.a" \
	    "$build/libcccd.a" $libs
done

# one NAME SECONDS: a line with what was done.
one() {
	local t=$1 log=build-fuzz/$1.log rc=0
	mkdir -p "build-fuzz/corpus/$t" build-fuzz/broken
	"build-fuzz/fuzz_$t" -max_total_time="$2" -timeout=20 \
	    -rss_limit_mb=3000 -print_final_stats=1 \
	    -artifact_prefix="build-fuzz/broken/$t-" \
	    "build-fuzz/corpus/$t" "tests/fuzz/corpus/$t" >"$log" 2>&1 || rc=1
	awk -v t="$t" -v s="$2" '
	/^stat::number_of_executed_units/ { n = $2 }
	/ cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") cov = $(i + 1) }
	/^Test unit written to|Test unit written to/ { bad = $NF }
	END {
		printf "%-10s %9d runs, %7.0f/s, %5d edges%s\n", t, n, n / s,
		    cov, bad != "" ? "; BROKEN BY " bad : ""
	}' "$log"
	[ $rc -eq 0 ] || grep -m3 -E 'ERROR|runtime error|SUMMARY' "$log" || true
	return $rc
}
export -f one
printf '%s\n' "${targets[@]}" |
    xargs -P "$(nproc)" -I{} bash -c 'one "$1" "$2"' run {} "$seconds" || {
	echo 'fuzz: see build-fuzz/broken/ and the logs beside it'
	exit 1
}
