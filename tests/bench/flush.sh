#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# What lt-notify --flush costs beside plain libcurl with one fdatasync each,
# the same requests to the same double, in turns.
# FLUSH_STAYS=300 FLUSH_ROUNDS=7
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
B=${BUILD:-$here/../../build}
export B
# shellcheck source=tests/lib.sh
. "$here/../lib.sh"
# shellcheck source=tests/portal.sh
. "$here/../portal.sh"
stays=${FLUSH_STAYS:-300} rounds=${FLUSH_ROUNDS:-7}
portal_start || exit 2
guests "$stays" >in
facility dry
notify dry --dry-run --room 203 --nights 1 in >bodies || exit 2

# ms CMD ...: how long it took
ms() {
	local t0=${EPOCHREALTIME/./} t1
	"$@" >out 2>err || { head -3 err; exit 2; }
	t1=${EPOCHREALTIME/./}
	echo $(((t1 - t0) / 1000))
}
plain() { flush "$URL" "$CA" "plain$1" "$T/log$1" <bodies; }
for ((i = 1; i <= rounds; i++)); do
	facility "ours$i"
	notify "ours$i" --queue-only --room 203 --nights 1 in >out || exit 2
	[ $((i % 2)) -eq 0 ] && ms notify "ours$i" --flush >>ours
	ms plain "$i" >>plain
	[ $((i % 2)) -eq 1 ] && ms notify "ours$i" --flush >>ours
	[ "$(filed "plain$i") $(filed "ours$i")" = "$stays $stays" ] || exit 2
done
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
# Round by round, since a disk shared with others changes from one to the next.
ratio=$(paste plain ours | awk '{ printf "%.2f\n", $2 / $1 }' | tee ratios | median)
echo "$stays stays, $rounds rounds: libcurl and fdatasync $(median <plain) ms" \
    "($(xargs <plain)), lt-notify --flush $(median <ours) ms" \
    "($(xargs <ours)); ratios $(xargs <ratios)"
verdict=ok
awk -v r="$ratio" 'BEGIN { exit !(r > 1.2) }' && verdict=MISSED
echo "claim: $verdict: flushing at most 1.2 x plain libcurl with one fdatasync each: $ratio"
[ $verdict = ok ]
