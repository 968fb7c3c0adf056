#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# How long every tool takes to start and end, beside /bin/true.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
: "${BUILD:=$(cd "$here/../.." && pwd)/build}"
PATH=$BUILD/bin:$BUILD/tests:$PATH
times=200
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT
export HOME=$T CCCD_STATE=$T/state
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME
missed=0

# row LIMIT CMD ...: a line of figures, and the claim.
row() {
	local limit=$1 wall p95 cpu
	shift
	read -r wall p95 cpu < <(spawn "$times" "$@") || exit 2
	printf '%-26s %8.2f %8.2f %8.2f %8.1f\n' "$*" "$wall" "$p95" "$cpu" \
	    "$(awk "BEGIN { print $wall / $base }")"
	awk "BEGIN { exit !($wall > $limit) }" || return 0
	echo "claim: MISSED: $*: $limit ms or less: $wall ms"
	missed=1
}

# linked LIBRARY CMD ...: what the start would cost more if the tool did not
# load the library at its first need.
linked() {
	local lib=$1 wall p95 cpu without
	shift
	read -r _ _ without < <(spawn "$times" "$@") || exit 2
	read -r wall p95 cpu < <(LD_PRELOAD=$lib spawn "$times" "$@" \
	    2>"$T/err") || exit 2
	if [ -s "$T/err" ]; then
		echo "$lib: is not here"
		return
	fi
	printf '%-26s %8.2f %8.2f %8.2f %8.1f\n' "$1 with $lib" "$wall" "$p95" \
	    "$cpu" "$(awk "BEGIN { print $wall / $base }")"
	awk "BEGIN { printf \"%s would cost %s %.2f ms of CPU at each start\n\",
	    \"$lib\", \"$1\", $cpu - $without }"
}

read -r base p95 cpu < <(spawn "$times" /bin/true) || exit 2
printf '%-26s %8s %8s %8s %8s\n' "median of $times" ms '95 %' 'cpu ms' 'x true'
printf '%-26s %8.2f %8.2f %8.2f %8.1f\n' /bin/true "$base" "$p95" "$cpu" 1
for tool in "$BUILD"/bin/*; do
	name=${tool##*/} limit=5
	[ "$name" = lt-notify ] && limit=10
	row $limit "$name" --version
	row $limit "$name"
done
linked libheif.so.1 cccd-qr --version
linked libcurl.so.4 lt-notify --version
linked 'libexpat.so.1 libminizip.so.1' rostercat --version
[ $missed -eq 0 ] && echo \
    'claim: ok: every tool 5 ms or less, lt-notify 10: see above'
exit $missed
