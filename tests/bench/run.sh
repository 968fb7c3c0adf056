#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Usage: run.sh [NAME [ARGUMENT ...]]: every tests/bench/*.sh and */*.sh, or the
# named one (roster/fuzzy).
# Each prints its figures and one line per claim:
#   claim: ok|MISSED|skipped: what was asked: what was seen
# Exit 1 when a claim is missed or a bench fails.
set -u
cd "$(dirname "$0")" || exit 2
case ${B:-build} in
/*) BUILD=$B ;;
*) BUILD=$(cd ../.. && pwd)/${B:-build} ;;
esac
export BUILD PATH="$BUILD/bin:$BUILD/tests:$PATH" LC_ALL=C.UTF-8 TZ=UTC
unset LANGUAGE

# What the figures were taken on; no date, so that two runs can be compared.
machine() {
	echo "machine: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo |
	    head -1), $(nproc) cores, $(awk '/^MemTotal/ {
		printf "%.1f GiB", $2 / 1048576 }' /proc/meminfo)"
	echo "system: $(uname -sr), $(${CC:-gcc} --version | head -1)"
	awk -v n="$(nproc)" '{ print "load before: " $1
	    if ($1 > n / 2) print "note: the machine is busy: " \
		"wall-clock figures are worse than it can do" }' /proc/loadavg
}

machine
bad=0 n=0
for f in *.sh */*.sh; do
	name=${f%.sh}
	[ "$f" = run.sh ] && continue
	[ $# -eq 0 ] || [ "$1" = "$name" ] || continue
	n=$((n + 1))
	printf '\n== %s\n' "$name"
	./"$f" "${@:2}" || {
		bad=1
		echo "bench: $name: FAILED"
	}
done
[ "$n" -gt 0 ] || {
	echo "run.sh: ${1:-tests/bench}: no such bench" >&2
	exit 2
}
exit $bad
