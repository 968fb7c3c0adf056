#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Every fuzz target for so long, from its seeds, under clang's libFuzzer with
# AddressSanitizer and UBSan. What it finds on the way is kept in
# build-fuzz/corpus/ and taken up by the next run; an input that breaks a
# target stays in build-fuzz/broken/ (the target's program replays it), and
# the exit status is 1. The line of a target says how far it has levelled off:
# the edges that only the second half of the runs came upon, and the run that
# came upon the last one.
# Usage: run.sh SECONDS [NAME ...]
# FUZZ_RUNS=N: so many runs instead. Inputs grow up to 4 KiB, or to the longest
# seed where that is longer (both forms; libFuzzer's default).
# FUZZ_JOBS=N: so many targets at a time.
# FUZZ_PLAIN=1: optimised and without sanitizers, in build-fuzz-plain/, where a
# run costs too much under them; only asserts and crashes are seen then.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:?run.sh SECONDS [NAME ...]}
shift
# A quarter of the time: what was freed need not stay for 256 MiB more.
export ASAN_OPTIONS=quarantine_size_mb=16:malloc_context_size=8
export build=build-fuzz limit="-max_total_time=$seconds"
sanitize=,address,undefined
optimise='-O2 -fno-sanitize-recover=undefined'
[ -z "${FUZZ_RUNS:-}" ] || limit="-runs=$FUZZ_RUNS"
if [ -n "${FUZZ_PLAIN:-}" ]; then
	build=build-fuzz-plain sanitize='' optimise=-O2
fi
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
    CFLAGS="-g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link$sanitize \
$optimise" "${objects[@]}" >/dev/null
libs=$(make -s B=$build print-LIBS)
for t in "${targets[@]}"; do
	# shellcheck disable=SC2086
	clang -fsanitize="fuzzer$sanitize" -o "$build/fuzz_$t" \
	    "$build/tests/fuzz/fuzz_$t.o" "$build/libcard.a" \
	    "$build/libcccd.a" $libs
done

# one NAME: a line with what was done.
one() {
	local t=$1 log=$build/$1.log rc=0
	mkdir -p "$build/corpus/$t" "$build/broken"
	"$build/fuzz_$t" "$limit" -timeout=20 \
	    -rss_limit_mb=3000 -print_final_stats=1 \
	    -artifact_prefix="$build/broken/$t-" \
	    "$build/corpus/$t" "tests/fuzz/corpus/$t" >"$log" 2>&1 || rc=1
	awk -v t="$t" '
	/^stat::number_of_executed_units/ { n = $2 }
	/^stat::average_exec_per_sec/ { rate = $2 }
	/ cov: / {
		for (i = 1; $i != "cov:"; i++)
			;
		if ($(i + 1) + 0 > cov[steps]) {
			cov[++steps] = $(i + 1) + 0
			at[steps] = substr($1, 2) + 0
		}
	}
	/Test unit written to/ { bad = $NF }
	END {
		for (i = steps; i > 1 && at[i] > n / 2; i--)
			;
		printf "%-13s %9d runs, %7d/s, %5d edges, %3d late, " \
		    "last at %9d%s\n", t, n, rate, cov[steps],
		    cov[steps] - cov[i], at[steps],
		    bad != "" ? "; BROKEN BY " bad : ""
	}' "$log"
	[ $rc -eq 0 ] || grep -m3 -E 'ERROR|runtime error|SUMMARY' "$log" || true
	return $rc
}
export -f one
printf '%s\n' "${targets[@]}" |
    xargs -P "${FUZZ_JOBS:-$(nproc)}" -I{} bash -c 'one "$1"' run {} || {
	echo "fuzz: see $build/broken/ and the logs beside it"
	exit 1
}
