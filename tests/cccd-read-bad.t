#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# cccd-read where something is wrong: exact status, word and message, no false
# record, no hang, no person in a message.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/pcscd.sh"

ID=079090000123 OTHER=001123000123		# the same last six digits
read_() { timeout 100 cccd-read "$@"; }
usage='usage: cccd-read [option ...] [< records]'
NO_SERVICE='the card service pcscd does not answer: start it (systemctl enable --now pcscd.socket)'

# usage: one line of why, the synopsis, status 2
wrong() {
	local why=$1
	shift
	exits 2 "usage: $*" read_ "$@" </dev/null
	same_err "usage: $*" <<<"cccd-read: $why
$usage"
}
wrong '--id: want 12 digits' --id 12345678901
wrong '--can: want 6 digits' --can 12345
wrong '--id, --can, --mrz and --document are a key each: give one' --id $ID --can 000123
wrong '--birth goes with --id or --document' --birth 1990-01-02
wrong '--expiry goes with --birth' --id $ID --expiry never
wrong '--document goes with --birth and --expiry' --document 090000123 --birth 1990-01-02
wrong '--birth and --expiry: want a date, YYYY-MM-DD' --id $ID --birth 1990-13-02
wrong '--document: want letters and digits' --document '<' --birth 1990-01-02 --expiry never
wrong '--nonce: want 32 digits of hex' --id $ID --nonce 0011
wrong '--wait: want seconds from 0.100 to 86400' --id $ID --wait 1.2345
wrong '--timeout: want seconds from 0.100 to 60' --id $ID --timeout 0
wrong '--desk: want NAME=READER' --watch --desk scanner
wrong '--desk goes with --watch' --desk a=b
wrong '--list, --replay and --desk take no key from an option' --list --id $ID
wrong '--list and --replay read no card' --replay x --watch
wrong '--transcript is for one card: not with --watch' --watch --transcript x
wrong '--portrait and --no-portrait exclude each other' --portrait . --no-portrait
wrong 'cards.json: records come on standard input' cards.json
exits 2 'no such MRZ file' read_ --mrz nowhere
same_err 'no such MRZ file' <<<'cccd-read: nowhere: is not there'

# no pcscd
export PCSCLITE_CSOCK_NAME=$T/nobody
exits 2 'no service' read_ --id $ID
same_err 'no service' <<<"cccd-read: $NO_SERVICE"
exits 2 'list without a service' read_ --list
same_err 'list without a service' <<<"cccd-read: $NO_SERVICE"
is 'shows the key of the station' "$(jq -r '.station.key_id | length' out)" 16
# a record that comes late is passed on all the same
late() { { sleep 0.3; echo '{"id":"079090000123","a":[1]}'; } | read_; }
exits 2 'no service, a record' late
same_out 'no service, a record' <<<'{"id":"079090000123","a":[1],"chip":{"version":1,"error":"no-service"}}'

# the key of the station is nobody else's
chmod 640 state/station.key
exits 2 'a key that others can read' read_ --list
has 'is not used' err "station.key: may not be used: check its owner and mode"
chmod 600 state/station.key
echo short >state/station.key
exits 2 'a key that is none' read_ --list
has 'is left alone' err 'station.key: is damaged'
is 'as it was' "$(cat state/station.key)" short
rm state/station.key

readers_needed 'cccd-read with a reader'
readers_start 2 || { ok 1 'the readers start'; done_testing; }
mkdir pki
card --pki pki --dump files >/dev/null

# no card, no reader of that name, more than one
exits 1 'no card' read_ --id $ID --wait 0.3
same_err 'no card' <<<'cccd-read: no card was laid on the reader: lay it there, or take it away and lay it again'
exits 1 'no card for a record' read_ --wait 0.3 <<<'{"id":"079090000123"}'
same_out 'no card for a record' <<<'{"id":"079090000123","chip":{"version":1,"error":"no-card"}}'
same_err 'no card for a record' <<<'cccd-read: standard input:1: not read: no card was laid on the reader: lay it there, or take it away and lay it again'
exits 2 'no such reader' read_ --id $ID --reader OMNIKEY
same_err 'no such reader' <<<'cccd-read: no card reader is there: plug one in and look at cccd-read --list'
exits 2 'more than one' read_ --id $ID --reader Virtual
same_err 'more than one' <<<'cccd-read: --reader: several have that in their name: Virtual A 00 00, Virtual B 00 00'
card_lay 0 --pki pki
card_lay 1 --pki pki
exits 2 'cards on two readers' read_ --id $ID
same_err 'cards on two readers' <<<'cccd-read: cards lie on several readers, choose one with --reader: Virtual A 00 00, Virtual B 00 00'
exits 2 'on two, by a record' read_ <<<"{\"id\":\"$ID\"}"
same_out 'on two, by a record' <<<"{\"id\":\"$ID\",\"chip\":{\"version\":1,\"error\":\"no-card\"}}"
same_err 'on two, by a record' <<<'cccd-read: cards lie on several readers, choose one with --reader: Virtual A 00 00, Virtual B 00 00'
exits 0 'one of them chosen' read_ --id $ID --reader 'l B'
is 'it is that one' "$(jq -r .from out)" 'Virtual B 00 00'
card_take

# keys that are wrong
card_lay 0 --pki pki
exits 1 'wrong number' read_ --id 079090000124
same_err 'wrong number' <<<'cccd-read: Virtual A 00 00: the number does not open this card: scan or type that of this card'
is 'no record' "$(wc -c <out)" 0
exits 1 'wrong number in a record' read_ <<<'{"id":"079090000124","name":"N"}'
same_out 'wrong number in a record' <<<'{"id":"079090000124","name":"N","chip":{"version":1,"error":"wrong-key"}}'
is 'said once' "$(wc -l <err)" 1
printf '%s\n' '{"id":"079090000125","n":1}' "{\"id\":\"$ID\",\"n\":2}" >lines
exits 1 'two keys, one card' read_ <lines
is 'the newest is read' "$(jq -c '[.n, .chip.error]' out | xargs)" '[2,null] [1,no-card]'
same_err 'two keys, one card' <<<'cccd-read: standard input:1: not read: without --watch one card is read'
exits 1 'the card of another' read_ <<<"{\"id\":\"$OTHER\"}"
same_out 'the card of another' <<<"{\"id\":\"$OTHER\",\"chip\":{\"version\":1,\"error\":\"other-card\"}}"
card_take
card_lay 0 --pki pki --profile bac-only
exits 1 'the number alone' read_ --id $ID
same_err 'the number alone' <<<'cccd-read: Virtual A 00 00: the card does not open by its number alone: scan its code, or give --birth or --mrz (6A86 wrong parameters P1 and P2)'
LANGUAGE='vi' exits 1 'in Vietnamese' read_ --id $ID
same_err 'in Vietnamese' <<<'cccd-read: Virtual A 00 00: chỉ có số thì không mở được thẻ này: hãy quét mã QR của thẻ, hoặc cho --birth hay --mrz (6A86 tham số P1 và P2 sai)'
exits 0 'with the birth date of the code' read_ <<<"{\"id\":\"$ID\",\"dob\":\"1990-01-02\"}"
card_take
card_lay 0 --pki pki
exits 1 'no key in it' read_ <<<'{"doc_no":"B1234567","name":"N"}'
same_out 'no key in it' <<<'{"doc_no":"B1234567","name":"N","chip":{"version":1,"error":"not-found"}}'
same_err 'no key in it' <<<'cccd-read: standard input:1: not read: the record has neither a number nor an MRZ'
exits 1 'nothing came' read_ </dev/null
same_err 'nothing came' <<<'cccd-read: no number and no record came on standard input: nothing was read'
printf '%s\n' '{"id":' 12345 "$ID" >lines
exits 2 'bad lines before a good one' read_ <lines
is 'the good one was read' "$(jq -r .source out)" chip
same_err 'bad lines before a good one' <<'END_'
cccd-read: standard input:1: record, byte 7: is not valid JSON
cccd-read: standard input:2: number: want 12 digits
END_
exits 2 'strict stops at the first' read_ --strict <lines
is 'and reads nothing' "$(wc -c <out)" 0

# where the output leads nowhere
full() { read_ --id $ID >/dev/full; }
exits 2 'a full disk' full
has 'is told' err 'standard output: No space left on device'
exits 2 'a closed pipe' closed_pipe read_ --id $ID
lacks 'without a person in it' err Nguy
card_take

# by APDU, as a sample: every fault at every number is test_fault's
fault() {
	local spec=$1 status=$2 word=$3 from
	card_lay 0 --pki pki --fault "$spec"
	from=$(date +%s%N)
	exits "$status" "$spec" read_ <<<'{"id":"079090000123","x":1}'
	from=$((($(date +%s%N) - from) / 1000000))
	[ $from -lt 20000 ]	# 2.5 s, and a busy machine; else 120
	ok $? "$spec: no hang ($from ms)"
	same_out "$spec" <<<"{\"id\":\"079090000123\",\"x\":1,\"chip\":{\"version\":1,\"error\":\"$word\"}}"
	is "$spec: one message, nobody in it" "$(grep -c ^ err) $(grep -cE "$ID|Nguy" err)" '1 0'
	card_take
}
for at in 1 5 12 30; do fault gone@$at 1 card-lost; done
fault torn@3 1 card-lost
fault torn@20 1 card-lost
fault cut@20 1 link-broken
fault one@20 1 link-broken
fault extra@20 1 link-broken
fault silent@1 1 time-out
fault silent@20 1 time-out
fault split@20 1 time-out
fault reset@20 1 session-ended
fault mac@20 1 chip-hostile
card_lay 0 --pki pki --fault slow@20
exits 0 'slow, but it comes' read_ --id $ID
card_take

# another program holds the card, alone or in a transaction, and resets it
held='cccd-read: Virtual A 00 00: another program holds the card: close it, take the card away and lay it again'
for how in alone shared; do
	card_lay 0 --pki pki
	mkfifo held
	mkfifo go
	pcsc_hold A $how 0 <go >held & holder=$!
	exec 6>go
	read -r _ <held
	exits 2 "held $how by another" read_ --id $ID --timeout 1
	same_err "held $how by another" <<<"$held"
	exec 6>&-
	wait $holder
	rm held go
	exits 0 "held $how, and free again" read_ --id $ID
	card_take
done
card_lay 0 --pki pki
mkfifo held
pcsc_hold A shared 400 >held </dev/null & holder=$!
read -r _ <held
exits 0 'held for a moment, then reset' read_ --id $ID
wait $holder
card_take

# killed half-way: no half record, and the card is free for the next
rm -f passed
card_lay 0 --pki pki --fault slow@20 --log passed
read_ --id $ID >killed & pid=$!
soon has_lines 30 passed
kill -INT "$(cat /proc/$pid/task/$pid/children)"
wait $pid
is 'interrupted' $? 130
is 'without a record' "$(wc -c <killed)" 0
sleep 1.2
exits 0 'and the next one reads' read_ --id $ID
card_take

# pcscd dies under a read
rm -f passed
card_lay 0 --pki pki --fault slow@20 --log passed
read_ <<<"{\"id\":\"$ID\"}" >died 2>died.err & pid=$!
soon has_lines 30 passed
pcscd_kill
wait $pid
is 'pcscd dies' "$? $(cat died)" "2 {\"id\":\"$ID\",\"chip\":{\"version\":1,\"error\":\"no-service\"}}"
is 'and is named once' "$(cat died.err)" "cccd-read: Virtual A 00 00: $NO_SERVICE"
card_take
done_testing
