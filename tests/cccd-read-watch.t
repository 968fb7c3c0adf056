#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# cccd-read --watch: card after card, keys from a pipe, desks, readers and
# services that come and go, four readers and a hundred cards.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/pcscd.sh"
readers_needed 'cccd-read --watch'
readers_start 4 || { ok 1 'the readers start'; done_testing; }

ID=079090000123
card --pki pki --dump files >/dev/null
WATCH=
watch_start() {		# keys by `key`, records in $T/got, messages in $T/said
	rm -f keys got said
	mkfifo keys
	cccd-read --watch "$@" <keys >got 2>said &
	WATCH=$!
	exec 5>keys
}
# the writing end of the keys is for nobody else, or they would never end
lay() { card_lay "$@" 5>&-; }
# Comes back when the watch has them: whatever happens next, happens later.
key() {
	printf '%s\n' "$@" >&5
	soon drained 5
}
watch_end() { exec 5>&-; wait $WATCH; }
stop_watch() { [ -z "$WATCH" ] || kill $WATCH 2>/dev/null; }
cleanups=(stop_watch "${cleanups[@]}")

until_() { soon has_lines "$2" "$1"; }	# FILE N: it has N lines
errors() { jq -c '[.id, .chip.error]' got; }

# a card waits for its key, a key for its card; one record for each
watch_start
lay 0 --pki pki
children=$(cat /proc/$WATCH/task/$WATCH/children)
is 'a process a reader' "$(echo $children | wc -w)" 4
case $(cccd-qr --version) in
*'seccomp yes'*) is 'each behind its fence' "$(for c in $children; do sed -n 's/^Seccomp:.//p' "/proc/$c/status"; done | xargs)" '2 2 2 2' ;;
*) skip 'each behind its fence' 'this build or kernel has none' ;;
esac
key $ID
until_ got 1; ok $? 'a card, then its key'
key $ID
sleep 0.4
is 'a card that was read is not read again' "$(wc -l <got)" 1
card_take
lay 1 --pki pki
until_ got 2; ok $? 'the key had waited for it to be laid again'
card_take
key "{\"id\":\"079090000124\",\"a\":1}"
lay 2 --pki pki
until_ said 1; ok $? 'a key of another card is tried'
key $ID
sleep 0.4
is 'and no second one while it lies there' "$(wc -l <got)" 2
card_take
lay 2 --pki pki
until_ got 3; ok $? 'the newest key comes first when it is laid again'
card_take
exec 5>&-
kill -TERM $WATCH
wait $WATCH
is 'ended by a signal' $? 143
is 'every key came out once' "$(errors | xargs)" \
    "[$ID,null] [$ID,null] [$ID,null] [079090000124,wrong-key]"
same_file said 'one message for the card, one for the key' <<'END_'
cccd-read: Virtual C 00 00: the number does not open this card: scan or type that of this card
cccd-read: standard input:3: not read: the number does not open this card: scan or type that of this card
END_

# two guests are scanned, and the first one's card is laid: the second's key is
# tried and wrong, but laid again the card meets its own
watch_start
key $ID 079090000124
lay 0 --pki pki
until_ said 1
card_take
lay 0 --pki pki
until_ got 1; ok $? 'the other key comes when the card is laid again'
is 'its own' "$(jq -r .id got)" $ID
card_take
exec 5>&-
kill -TERM $WATCH
wait $WATCH

# a key that fits no card goes out after its time, and the end waits for it
watch_start --wait 1
from=$(date +%s%N)
key '{"id":"079090000125","name":"N","b":[ ]}'
watch_end
is 'a key without a card' $? 1
from=$((($(date +%s%N) - from) / 1000000))
[ $from -ge 1000 ] && [ $from -lt 30000 ]
ok $? "after its time, not that of everybody ($from ms)"
same_file got 'as it came' <<<'{"id":"079090000125","name":"N","b":[ ],"chip":{"version":1,"error":"no-card"}}'
same_file said 'with a message' <<<'cccd-read: standard input:1: not read: no card was laid on the reader: lay it there, or take it away and lay it again'
watch_start </dev/null
watch_end
is 'nothing to do' "$? $(cat got said)" '0 '

# the same guest scanned twice is one record; the newer
watch_start --wait 1
key '{"id":"079090000125","n":1}' '{"id":"079090000125","n":2}'
watch_end
is 'scanned twice' "$(jq -c .n got)" 2

# the end of the keys while one is at a card
watch_start
lay 0 --pki pki --fault slow@9
key $ID
watch_end
is 'the end comes after the card' "$? $(jq -r .source got)" '0 chip'
card_take

# a card pulled too early: the key stays, and reads when it is laid again
watch_start
lay 0 --pki pki --fault gone@20
key $ID
until_ said 1
card_take
lay 0 --pki pki
until_ got 1
watch_end
is 'pulled, and laid again' "$? $(jq -r .source got)" '0 chip'
has 'with a message' said 'the card was taken away too early: lay it again and wait'
card_take

# silent: the reader is free for the next card, others never stopped
watch_start
lay 0 --pki pki --fault silent@20
key $ID
lay 1 --pki pki --crowd 1
key "$(card --crowd 1 --mrz | sed -n '1s/.\{15\}\(.\{12\}\).*/\1/p')"
until_ got 1; ok $? 'a silent card does not stop another reader'
until_ said 1
has 'it is told' said 'Virtual A 00 00: the card fell silent: take it away and lay it again'
card_take
lay 0 --pki pki
until_ got 2; ok $? 'and its reader reads the next one'
watch_end
is 'with its key' "$? $(jq -r .id got | tail -n 1)" "0 $ID"
card_take

# a card that has had its turn is not read again while it lies there
watch_start --timeout 1
lay 0 --pki pki --fault silent@20
key $ID
until_ said 1
sleep 1.7
is 'a silent card has one turn' "$(wc -l <said)" 1
card_take
lay 0 --pki pki --fault token@7
until_ got 1
watch_end
is 'a key goes to no card after a hostile one' "$(errors)" "[\"$ID\",\"chip-hostile\"]"
card_take

# desks: a scanner's keys are for its reader
desks=(--desk 'door=l A' --desk 'hall=l B' --desk 'hall=l C')
watch_start "${desks[@]}"
lay 0 --pki pki
key "{\"id\":\"$ID\",\"from\":\"hall:1\"}"
sleep 0.4
is 'not at another desk' "$(wc -l <got)" 0
lay 2 --pki pki
until_ got 1; ok $? 'at its own'
is 'there' "$(jq -r .from got)" 'Virtual C 00 00'
key "{\"id\":\"$ID\",\"from\":\"door\"}"
until_ got 2
is 'the other one at its own' "$(jq -r .from got | tail -n 1)" 'Virtual A 00 00'
watch_end
card_take
watch_start --wait 1 "${desks[@]}"
lay 1 --pki pki
key "{\"id\":\"$ID\",\"from\":\"door:22\",\"n\":3}" "{\"id\":\"079090000125\",\"from\":\"hallway\",\"n\":4}"
watch_end
is 'keys of no desk are for readers of none' "$(jq -c '[.n, .chip.error]' got | xargs)" '[3,no-card] [4,no-card]'
card_take

# pcscd dies and comes back: one message, and it goes on
watch_start
sleep 0.3
pcscd_kill
until_ said 1
sleep 1.2
is 'one message' "$(cat said)" 'cccd-read: the card service pcscd does not answer: start it (systemctl enable --now pcscd.socket)'
pcscd_restart 5>&-
lay 3 --pki pki
key $ID
until_ got 1; ok $? 'pcscd is back'
pcscd_kill
until_ said 2
key 079090000125
kill -TERM $WATCH
watch_end
is 'a key that the service failed' "$(errors | tail -n 1)" '["079090000125","no-service"]'
card_take
pcscd_restart

# a reader that breaks and comes back
watch_start
sleep 0.3
touch "$READERS/0/broken"
until_ said 1
has 'a broken reader is named' said 'Virtual A 00 00: the reader went away: plug it in again'
rm "$READERS/0/broken"
sleep 1.5
lay 0 --pki pki
key $ID
until_ got 1; ok $? 'and used when it is back'
is 'one message' "$(wc -l <said)" 1
watch_end
card_take

# --id with a watch: every card that it opens, until a signal
cccd-read --watch --id $ID >got 2>said & WATCH=$!
for i in 1 2; do
	lay 0 --pki pki
	until_ got $i; ok $? "card $i by the same number"
	card_take
done
lay 0 --pki pki --crowd 2
until_ said 1
is 'one that it does not open gives no record' "$(wc -l <got)" 2
kill -HUP $WATCH
wait $WATCH
is 'until a signal' $? 129
card_take

# nobody reads the records any more: it ends by itself
gone() { closed_pipe timeout 60 cccd-read --watch --id $ID; }
exits 2 'a closed pipe' gone
same_err 'a closed pipe' <<<'cccd-read: standard output: nobody reads it any more'

# four readers, a hundred cards, each with the key that is scanned for it
N=25
mkfifo scans
for i in 0 1 2 3; do
	card --pki pki --port "$(reader_port $i)" --crowd $((i * 1000)) --swaps $N --linger 60 >swaps$i 2>&1 &
	CARDS+=($!)
	CARD_READERS+=("$i")
done
scan() {	# key number $2 of reader $1
	card --crowd $(($1 * 1000 + $2)) --mrz |
	    sed -n "1s/.\{15\}\(.\{12\}\).*/{\"id\":\"\1\",\"from\":\"desk$1:$2\"}/p"
}
from=$(date +%s%N)
exec 6<>scans
timeout 300 cccd-read --watch --desk 'desk0=l A' --desk 'desk1=l B' --desk 'desk2=l C' --desk 'desk3=l D' \
    <scans 2>said 6>&- | {
	next=(0 0 0 0) n=0
	for i in 0 1 2 3; do scan $i 0 >&6; done
	while IFS= read -r line; do
		printf '%s\n' "$line" >>hall
		i=$(printf '%s' "${line#*\"from\":\"Virtual }" | head -c 1 | tr ABCD 0123)
		n=$((n + 1)) next[i]=$((next[i] + 1))
		[ "${next[i]}" -eq $N ] || scan "$i" "${next[i]}" >&6
		[ $n -lt $((4 * N)) ] || exit
	done
}
from=$((($(date +%s%N) - from) / 1000000))
exec 6>&-
wait "${CARDS[@]}"
CARDS=() CARD_READERS=()
is 'a hundred cards, a hundred records' "$(wc -l <hall)" $((4 * N))
is 'nobody twice' "$(jq -r .id hall | sort | uniq -d)" ''
is 'nobody lost' "$(cat swaps? | sed -n 's/ read$//p' | sort)" "$(jq -r .id hall | sort)"
is 'each at the reader of the scanner' "$(for i in 0 1 2 3; do
    jq -r "select(.from == \"$(readers_name $i)\") | .id" hall | sort | cmp - <(sed 's/ .*//' swaps$i | sort) || echo $i; done)" ''
is 'no message but for the end' "$(sort said | uniq -c | sed 's/^ *//')" '1 cccd-read: standard output: nobody reads it any more'
echo "# $((4 * N)) cards at 4 readers in $from ms: $((from / 4 / N)) ms a candidate"
done_testing
