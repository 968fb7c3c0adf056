#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The long fault walk: every fault of the card in software at every command of
# a whole read (STEP=8: at every eighth), through real pcscd on twelve readers
# at once. Each read ends in time, with 0 or 1 and a word for it; what is given
# out as read is as issued; and the next card on that reader is read.
. "$(dirname "$0")/../lib.sh"
. "$ROOT/tests/pcscd.sh"
readers_needed 'the fault walk'
readers_start 12 || { ok 1 'card readers'; done_testing; }
LETTERS=ABCDEFGHIJKL
KINDS='gone torn cut one silent slow split extra sw:6A82 sw:6982 sw:6700
    sw-maced:6A82 sw-maced:6982 warn flip:3 flip:20 mac token clone reflect
    infinity replay long reset'
LIMIT_MS=9000		# a read, the card's insertion, and a busy machine
card --mrz >zone
card --pki pki --dump any
cccd-read --list >/dev/null	# the station's key is there now

# issued WHERE: the files that the record has are those of the card.
issued() {
	local f
	for f in $(jq -r '.chip.files | keys[]' "$1/record"); do
		jq -r ".chip.files.$f" "$1/record" | base64 -d |
		    cmp -s - "$1/files/$f.bin" || return 1
	done
}
# once READER WHERE CARD-OPTION ...: one card, laid, read, taken away. The
# status, milliseconds and what was said in $2.
once() {
	local r=$1 d=$2 card from
	shift 2
	rm -rf "$d/files"
	card --port "$(reader_port "$r")" --pki pki --dump "$d/files" "$@" \
	    </dev/null >>"$d/card.log" 2>&1 &
	card=$!
	pcsc_probe "$(readers_name "$r")" wait 2>/dev/null
	from=$(date +%s%3N)
	timeout 60 cccd-read --reader "$(readers_name "$r")" --mrz zone \
	    --wait 20 >"$d/record" 2>"$d/said"
	echo $? $(($(date +%s%3N) - from)) >"$d/end"
	kill $card 2>/dev/null
	wait $card 2>/dev/null
	pcsc_probe "$(readers_name "$r")" gone 2>/dev/null
}
# judged WHERE FAULT: says what is wrong.
judged() {
	local status ms
	read -r status ms <"$1/end"
	case $status in
	0) issued "$1" || echo "$2: a false record" ;;
	1) [ -s "$1/said" ] || echo "$2: 1, and not a word" ;;
	*) echo "$2: exit $status: $(cat "$1/said")" ;;
	esac
	[ "$status" -eq 0 ] || [ ! -s "$1/record" ] || echo "$2: a record all the same"
	[ "$ms" -lt $LIMIT_MS ] || echo "$2: took $ms ms"
	# the word, or 0, and the fault, for the sums
	echo "${2%@*} $status $ms $(sed 's/^cccd-read: [^:]*: //' "$1/said" |
	    cut -c1-60 | head -n 1)" >>"$1/sums"
}
# walk READER: its share of the jobs.
walk() {
	local d=$T/walk$1 fault n=0
	mkdir "$d"
	while read -r fault; do
		once "$1" "$d" --fault "$fault"
		judged "$d" "$fault"
		[ $((n++ % 6)) -eq 0 ] || continue
		once "$1" "$d"
		[ "$(cut -d' ' -f1 "$d/end")" -eq 0 ] && issued "$d" ||
			echo "$fault: the next card: $(cat "$d/end" "$d/said")"
	done < <(awk -v r="$1" 'NR % 12 == r' faults)
}

card_lay 0 --pki pki
exits 0 'a whole card' cccd-read --mrz zone
n=$(jq .chip.timings.apdus out)
card_take
for kind in $KINDS; do
	for ((at = 1; at <= n; at += ${STEP:-1})); do echo "$kind@$at"; done
done >faults
walks=
for ((r = 0; r < 12; r++)); do
	walk $r >"odd$r" 2>&1 &
	walks="$walks $!"
done
# shellcheck disable=SC2086
wait $walks
is "$(wc -l <faults) faults, at $n commands" "$(cat odd*)" ''
is 'all were walked' "$(cat walk*/sums | wc -l)" "$(wc -l <faults)"
echo '# fault, status, how often, longest ms, what was said'
cat walk*/sums | awk '{ k = $1 " " $2; m = $3; $1 = $2 = $3 = ""
    k = k $0; n[k]++; if (m > most[k]) most[k] = m }
    END { for (k in n) print "# " n[k], most[k] " ms", k }' | sort -k4
done_testing
