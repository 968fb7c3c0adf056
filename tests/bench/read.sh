#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# What reading a whole card costs: processor time on this side of the card, and
# what goes over to it, beside what others send for the same files.
# READ_ROUNDS=501
#
# mrtdreader is measured, on our card in a virtual reader. JMRTD and gmrtd are
# counted by how they read a file (their sources): SELECT, then the first 8 (4)
# octets for its length, then the rest in answers of 256 octets at the most,
# which are 223 of plain data under AES.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
B=${BUILD:-$here/../../build}
export B
# shellcheck source=tests/lib.sh
. "$here/../lib.sh"
# shellcheck source=tests/pcscd.sh
. "$here/../pcscd.sh"
rounds=${READ_ROUNDS:-501} bad=0

# value NAME <line: what stands behind NAME=
value() { tr ' ' '\n' | sed -n "s/^$1=//p"; }
# claim TEXT SEEN CONDITION: the condition is awk's
claim() {
	if awk "BEGIN { exit !($3) }"; then
		echo "claim: ok: $1: $2"
	else
		echo "claim: MISSED: $1: $2"
		bad=1
	fi
}
# others HEAD <sizes: commands and octets of reading the files under AES-128
others() {
	awk -v head="$1" '
	# a protected answer of n octets: DO 87, DO 99, DO 8E, status word
	function answer(n, c) {
		if (n == 0)
			return 16
		c = int(n / 16 + 1) * 16
		return c + 1 + (c + 1 > 255 ? 4 : c + 1 > 127 ? 3 : 2) + 16
	}
	{
		n++; out += 35; in_ += answer(0)	# SELECT
		n++; out += 19; in_ += answer(head)	# the head
		for (left = $1 - head; left > 0; left -= 223) {
			n++; out += 19
			in_ += answer(left < 223 ? left : 223)
		}
	}
	END { print n, out, in_ }'
}

"$BUILD/tests/read" "$rounds" >ours || exit 2
cpu=$(value cpu_us <ours)
echo "a card of 2021, PACE, CA, AA, $rounds times: $cpu us of CPU" \
    "($(value read_us <ours) reading, $(value evidence_us <ours) for the" \
    "record's evidence and its seal)"
echo "$(value apdus <ours) commands, $(value out <ours) octets out," \
    "$(value in <ours) in; on a reader known for long answers" \
    "$("$BUILD/tests/read" 3 2021 '' 1024 | value apdus) commands"
claim 'a whole read and its record: at most 4 ms of CPU besides the card' \
    "$cpu us" "$cpu <= 4000"

# By short commands, as the others do.
"$BUILD/tests/read" 3 2021 '' 256 >short || exit 2
value files <short | tr ',' '\n' | sed -n '/CardAccess/!s/.*://p' >sizes
commands=$(value files_apdus <short)
out=$(value files_out <short) in=$(value files_in <short)
echo "the files by short commands: $commands, $out octets out, $in in"
for peer in 'JMRTD 8' 'gmrtd 4'; do
	read -r name head <<<"$peer"
	others "$head" <sizes >counted
	read -r c o i <counted
	echo "the same by $name: $c, $o out, $i in"
	claim "no more commands and octets for the files than $name" \
	    "$commands of $c, $((out + in)) of $((o + i))" \
	    "$commands <= $c && $out + $in <= $o + $i"
done

# One that both read whole: BAC, COM, SOD, DG1, DG2.
set_='td3=yes can=no pace=none card-access=no ca=none aa=none'
skipped() { echo "claim: skipped: beside mrtdreader: $1"; exit $bad; }
command -v mrtdreader >/dev/null || skipped 'it is not here'
readers_missing >missing && skipped "$(cat missing)"
readers_start 1 || exit 2
settings=(--profile 2021 --pki pki)
for s in $set_; do
	settings+=(--set "$s")
done
card "${settings[@]}" --mrz >zone
zone=$(sed -n 2p zone)
card_lay 0 "${settings[@]}"
mrtdread 'Virtual A' "${zone:0:9}" "${zone:13:6}" "${zone:21:6}" >said
card_take
[ -s read/0102 ] || { cat said; exit 2; }
read -r _ c _ o _ i <passed
"$BUILD/tests/read" 3 2021 "$set_" >both || exit 2
commands=$(value apdus <both) out=$(value out <both) in=$(value in <both)
echo "BAC, COM, SOD, DG1, DG2: mrtdreader $c commands, $o octets out, $i in;" \
    "ours $commands, $out out, $in in, the looking for PACE among them"
claim 'no more commands and octets than mrtdreader' \
    "$commands of $c, $((out + in)) of $((o + i))" \
    "$commands <= $c && $out + $in <= $o + $i"
exit $bad
