#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# cccd-verify over stored reads, beside what nobody can do without: one
# signature by a key at hand and the hashes of the files, per core. Then
# CMS_verify in a process of its own over the same records, openssl cms -verify
# in a loop, memory for forty times the input, and the start with 600 anchors.
# Processor time is what counts on a busy machine; -j 2 is told by the clock.
# --quick: one turn, without portraits.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
: "${BUILD:=$(cd "$here/../.." && pwd)/build}"
PATH=$BUILD/bin:$BUILD/tests:$PATH
turns=3 portraits=(0 14000)
if [ "${1:-}" = --quick ]; then
	turns=1 portraits=(0)
fi
at=--at=2026-11-25T12:00:00+07:00
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT
export HOME=$T CCCD_STATE=$T/state
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME
missed=0

claim() {
	local word=MISSED
	[ "$1" -eq 0 ] && word=ok || missed=1
	echo "claim: $word: $2"
}
less() { awk "BEGIN { exit !($1 < $2) }"; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# spent FILE CMD ...: adds a line to FILE: seconds by the clock, of processor
# time, and the most memory in KiB.
spent() { python3 "$here/spent.py" "${@:2}" >>"$1"; }

# one NAME SETTINGS PORTRAIT TIMES: a line of figures for a kind of signer.
one() {
	local name=$1 d=$T/$1-$3 sig hash bare path n size cpu1 wall1 wall2 cpu2
	mkdir "$d"
	flood --out "$d" --signers 8 --records 400 --portrait "$3" \
	    --set "$2" || exit 2
	mv "$d/cases.ndjson" "$d/once"
	for _ in $(seq "$4"); do cat "$d/once"; done >"$d/many"
	n=$((400 * $4)) size=$(($(stat -c %s "$d/once") / 400))
	cccd-verify $at --trust "$d/trust" "$d/once" >"$d/out" || true
	[ "$(jq -r .verify.assurance "$d/out" | sort | uniq -c | xargs)" = \
	    '400 signed' ] || { echo "$name: not all signed"; missed=1; }
	for _ in $(seq $turns); do
		verify_limit "$d/once" "$d"/trust/anchors/*.pem >>"$d/limit"
		spent "$d/j1" cccd-verify $at -j 1 --trust "$d/trust" "$d/many"
		spent "$d/j2" cccd-verify $at -j 2 --trust "$d/trust" "$d/many"
	done
	read -r sig hash bare path < <(for i in 1 2 3 4; do
		cut -d' ' -f$i "$d/limit" | median; done | xargs)
	wall1=$(cut -d' ' -f1 "$d/j1" | median)
	cpu1=$(cut -d' ' -f2 "$d/j1" | median)
	wall2=$(cut -d' ' -f1 "$d/j2" | median)
	cpu2=$(cut -d' ' -f2 "$d/j2" | median)
	awk -v name="$name" -v sig="$sig" -v hash="$hash" -v bare="$bare" \
	    -v path="$path" -v n=$n -v size="$size" -v c1="$cpu1" \
	    -v c2="$cpu2" -v w1="$wall1" -v w2="$wall2" 'BEGIN {
		limit = sig + hash
		printf "%-8s %6d %8.1f %6.1f %8d %8.1f %6.0f %% %8d %8d " \
		    "%5.2f %8d %8d\n", name, size, sig, hash, 1e6 / limit,
		    c1 * 1e6 / n, limit * n / c1 / 1e4, n / w1, n / w2,
		    w1 / w2, 1e6 / bare, 1e6 / path
		printf "%.3f %.3f\n", limit * n / c1 / 1e6, c2 / c1 >"/dev/stderr"
	}' 2>"$d/share"
	read -r share more <"$d/share"
	less 0.8 "$share"
	claim $? "$name, $size bytes a record: at least 80 % of the limit a core: $(
	    awk "BEGIN { printf \"%.0f %%\", 100 * $share }")"
	less "$more" 1.15
	claim $? "$name, $size bytes: two threads cost at most 15 % more: $(
	    awk "BEGIN { printf \"%.0f %%\", 100 * ($more - 1) }")"
}

printf '%-8s %6s %8s %6s %8s %8s %8s %8s %8s %5s %8s %8s\n' signer bytes \
    sig/us hash limit/s us/rec share '-j 1/s' '-j 2/s' times CMS/s +chain/s
# With and without a portrait of 14 kB.
for portrait in "${portraits[@]}"; do
	one rsa2048 'ds.key=rsa2048' $portrait 40
	one p256 'ds.key=p256' $portrait 20
	one bp256 'ds.key=bp256' $portrait 10
	one bp384 'ds.key=bp384 csca.key=p384 csca.sig=sha384 ds.sig=sha384' \
	    $portrait 10
done

# --- forty times the input
d=$T/rsa2048-${portraits[-1]}
for j in 1 2; do
	for size in once many; do
		spent "$T/rss-$j-$size" cccd-verify $at -j $j \
		    --trust "$d/trust" "$d/$size"
	done
	read -r _ _ a <"$T/rss-$j-once"
	read -r _ _ b <"$T/rss-$j-many"
	less "$b" "$a * 1.1 + 2000"
	claim $? "-j $j: memory flat: $a KiB, for forty times the input $b KiB"
done

# --- the start
mkdir "$T/cold"
flood --out "$T/cold" --anchors 600 || exit 2
read -r wall _ cpu < <(spawn 20 cccd-verify $at --trust "$T/cold/trust" \
    "$T/cold/cases.ndjson")
less "$cpu" 100
claim $? "a start with $(find "$T/cold/trust" -name '*.pem' | wc -l) anchors \
under 100 ms of processor time: $cpu ms, by the clock $wall ms"

# --- a program a record
mkdir "$T/loop"
flood --out "$T/loop" --set 'ds.key=rsa2048' --records 50 || exit 2
jq -r .chip.files.SOD "$T/loop/cases.ndjson" | while read -r sod; do
	number=$((${number:-0} + 1))
	base64 -d <<<"$sod" | tail -c +5 >"$T/loop/$number.der"
done
loop() {
	cat "$T"/loop/trust/anchors/*.pem >"$T/loop/ca.pem"
	for f in "$T"/loop/*.der; do
		openssl cms -verify -inform DER -in "$f" -CAfile \
		    "$T/loop/ca.pem" -purpose any -no_check_time -binary \
		    -out /dev/null 2>/dev/null || echo "$f"
	done
}
export -f loop
export T
refused=$(loop | wc -l)
spent "$T/loop/took" bash -c loop
awk -v refused="$refused" '{ printf "openssl cms -verify in a loop: %d " \
    "records/s of processor time, %d by the clock; refused: %d of 50\n",
    50 / $2, 50 / $1, refused }' "$T/loop/took"
exit $missed
