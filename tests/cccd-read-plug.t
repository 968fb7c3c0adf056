#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# cccd-read where readers are plugged in and out, and every result of PC/SC: by
# a library in the place of libpcsclite, since virtual readers do neither.
. "$(dirname "$0")/lib.sh"
export PLUG=$T/plug
ID=079090000123

# plug LINE ...: what there is from now on
plug() { printf '%-4096s' "$(printf '%s\n' "$@")" 1<>"$PLUG"; }
if nm -D "$BUILD/bin/cccd-read" | grep -q __asan; then
	asan=$(gcc -print-file-name=libasan.so):
fi
cccd_read() { LD_PRELOAD=${asan-}$BUILD/tests/libplug.so timeout 100 cccd-read "$@"; }
until_() { soon has_lines "$2" "$1"; }	# FILE N: it has N lines

# every result: call, code, status, word
while read -r call code status word; do
	plug 'R OMNIKEY 5422|1|1' "F $call $code"
	exits "$status" "$call gives $code" cccd_read <<<"{\"id\":\"$ID\"}"
	same_out "$call gives $code" <<<"{\"id\":\"$ID\",\"chip\":{\"version\":1,\"error\":\"$word\"}}"
	is "$call gives $code: one message" "$(wc -l <err)" 1
done <<'END_'
transmit 80100016 1 link-broken
transmit 80100069 1 card-lost
transmit 8010000C 1 card-lost
transmit 80100066 1 link-broken
transmit 80100008 1 link-broken
transmit 80100068 1 card-reset
transmit 80100013 2 no-service
transmit 8010001D 2 no-service
transmit 80100017 2 reader-lost
transmit 80100003 2 reader-lost
connect 8010000B 2 busy
connect 8010006A 2 reader-denied
connect 80100069 1 card-lost
connect 80100066 1 link-broken
establish 8010001D 2 no-service
establish 8010006A 2 reader-denied
END_
plug 'R OMNIKEY 5422|1|1'
exits 1 'a card without the application' cccd_read <<<"{\"id\":\"$ID\"}"
same_out 'a card without the application' <<<"{\"id\":\"$ID\",\"chip\":{\"version\":1,\"error\":\"no-chip\"}}"

plug ''
exits 2 'no reader' cccd_read --list
has 'is said' err 'cccd-read: no card reader is there: plug one in and look at cccd-read --list'
exits 2 'no reader for a record' cccd_read <<<"{\"id\":\"$ID\"}"
same_out 'no reader for a record' <<<"{\"id\":\"$ID\",\"chip\":{\"version\":1,\"error\":\"no-reader\"}}"

# a watch: readers come and go
mkfifo keys
cccd_read --watch --wait 6 <keys >got 2>said & watch=$!
exec 5>keys
until_ said 1
is 'a watch waits for a reader' "$(cat said)" 'cccd-read: no card reader is there: plug one in and look at cccd-read --list'
plug 'R ACR1252|0|0'
sleep 1.2
is 'one comes' "$(wc -l <said)" 1
plug 'R ACR1252|1|1' 'R OMNIKEY 5422|0|0' 'F transmit 80100068'
echo "{\"id\":\"$ID\"}" >&5
until_ said 2
is 'its card is tried' "$(tail -n 1 said)" 'cccd-read: ACR1252: another program reset the card: close it and lay the card again'
plug 'R OMNIKEY 5422|0|0'
until_ said 3
is 'it is unplugged' "$(tail -n 1 said)" 'cccd-read: ACR1252: the reader went away: plug it in again'
sleep 1.2
plug 'R OMNIKEY 5422|1|1' 'F transmit 80100069'
until_ said 4
is 'the other one goes on with the same key' "$(tail -n 1 said)" 'cccd-read: OMNIKEY 5422: the card was taken away too early: lay it again and wait'
plug 'R OMNIKEY 5422|1|3' 'R ACR1252|0|7' 'F transmit 80100016'
until_ said 5
is 'a card that was swapped between two looks is another' "$(tail -n 1 said)" 'cccd-read: OMNIKEY 5422: the answer of the card came damaged: lay it flat and still, again'
exec 5>&-
wait $watch
is 'the key comes out once' "$? $(cat got)" "1 {\"id\":\"$ID\",\"chip\":{\"version\":1,\"error\":\"link-broken\"}}"
done_testing
