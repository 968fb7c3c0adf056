#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# cccd-read: from a card on a reader to a record, every key, every mode.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/pcscd.sh"
readers_needed 'cccd-read'

readers_start 1 || { ok 1 'the reader starts'; done_testing; }
ID=079090000123
read_() { timeout 100 cccd-read "$@"; }
member() { jq -r "$1" out; }

# by number
card_lay 0 --pki pki --dump files
exits 0 'by number' read_ --id $ID
same_err 'by number' </dev/null
is 'one line' "$(wc -l <out)" 1
is 'who it is' "$(jq -c '[.id, .name, .dob, .sex, .nationality, .expires, .source, .from]' out)" \
    '["079090000123","Nguyễn Văn An","1990-01-02","M","VNM","2030-01-02","chip","Virtual A 00 00"]'
is 'how it was opened' "$(jq -c '.chip.access | [.protocol, .oid, .param, .password, .key, .cardaccess, .fallback]' out)" \
    '["pace","0.4.0.127.0.7.2.2.4.2.2",13,"can","id","read",null]'
is 'the chip proved itself' "$(jq -c '.chip | [.version, .source_mode, .aa.bound, .ca.oid]' out)" \
    '[1,"live",true,"0.4.0.127.0.7.2.2.3.2.2"]'
for f in CardAccess COM SOD DG1 DG2 DG13 DG14 DG15; do
	member ".chip.files.$f" | base64 -d | cmp -s - "files/$f.bin"
	ok $? "$f as it was issued"
done
is 'why others are absent' "$(jq -c '.chip.absent | [.DG3, .DG11, .CardSecurity]' out)" \
    '["protected","not-listed","not-needed"]'
is 'a key of this station' "$(stat -c '%a %s' state/station.key state | tr '\n' ' ' | cut -d' ' -f1-3)" '600 65 700'
# in the session that just was there is a current file: 6982, not 6986
is 'the card is left reset' "$(pcsc_probe A connect 00B0000000 | tail -n 1)" 6986

# --list
exits 0 'list' read_ --list
is 'the reader and its card' "$(jq -c 'select(.reader) | [.reader, .card, .atr]' out)" \
    '["Virtual A 00 00",true,"3b8980014d4b6a434f532d333712"]'
is 'the public half of the key' "$(jq -r 'select(.station) | .station.public' out | wc -c)" 65
key=$(jq -r 'select(.station) | .station.key_id' out)
exits 0 'again' read_ --id $ID --no-portrait
is 'sealed with that key' "$(member .chip.seal.key_id)" "$key"
is 'without the face' "$(jq -c '[.chip.files.DG2, .chip.absent.DG2]' out)" '[null,"not-asked"]'
[ "$(jq .chip.timings.apdus out)" -lt 40 ]
ok $? 'and with fewer commands'

# the other keys
exits 0 'by access number' read_ --can 000123
is 'its kind' "$(jq -c '.chip.access | [.protocol, .password, .key]' out)" '["pace","can","can"]'
card --mrz >mrz
exits 0 'by MRZ' read_ --mrz mrz
is 'its kind' "$(jq -c '.chip.access | [.protocol, .password, .key]' out)" '["pace","can","mrz"]'
exits 0 'by MRZ on standard input' read_ --mrz - <mrz
exits 0 'by what stands in it' read_ --document 090000123 --birth 1990-01-02 --expiry 2030-01-02
is 'who it is' "$(member .id)" $ID
exits 0 'by typed digits' read_ <<<$ID
is 'is a chip record' "$(jq -c '[.id, .source, .chip.access.key]' out)" '["079090000123","chip","id"]'
exits 0 'the wanted nonce' read_ --id $ID --nonce 000102030405060708090A0B0c0d0e0f
is 'is in the record' "$(member .chip.nonce)" 000102030405060708090a0b0c0d0e0f

# a record opens the chip, and stays in it
cat >qr.json <<'END_'
{"x":[1, 2],"id":"079090000123","name":"Nguyen Van An","source":"qr","from":"photo.jpg","warnings":[{"field":"dob","why":"w"}],"qr":{"raw":"079090000123|||"},"stay":{"room":"203"},"verify":{"verdict":"verified"}}
END_
exits 0 'by a record' read_ <qr.json
is 'what it does not know stays as it was' "$(cut -c1-10 out)" '{"x":[1, 2'
is 'the chip says who, the rest stays' "$(jq -c '[keys_unsorted[0:3], .name, .source, .from, .qr.raw, .stay.room, .chip.access.key, .warnings[0].why]' out)" \
    '[["x","id","name"],"Nguyễn Văn An","chip","Virtual A 00 00","079090000123|||","203","qr","w"]'
is 'a verdict on what it was goes' "$(jq 'has("verify")' out)" false

# the face
mkdir faces
exits 0 'portrait' read_ --id $ID --portrait faces
is 'under the number, for nobody else' "$(stat -c '%n %a' faces/*)" "faces/$ID.jpg 600"
is 'it is a picture' "$(head -c 3 faces/$ID.jpg | od -An -tx1)" ' ff d8 ff'
exits 0 'the same again' read_ --id $ID --portrait faces
same_err 'the same again' </dev/null
echo other >faces/$ID.jpg
exits 2 'another is there' read_ --id $ID --portrait faces
same_err 'another is there' <<'END_'
cccd-read: faces: another picture of this number is there already and was kept: move it away
END_
is 'and is kept' "$(cat faces/$ID.jpg)" other
is 'the record came all the same' "$(member .id)" $ID
is 'nothing else is left there' "$(ls -A faces)" $ID.jpg

# written down and replayed
exits 0 'transcript' read_ --id $ID --transcript told
cp out live
is 'is for nobody else' "$(stat -c %a told)" 600
exits 2 'never over a file' read_ --id $ID --transcript told
same_err 'never over a file' <<'END_'
cccd-read: told: File exists
END_
card_take
readers_stop
exits 0 'replay, without a reader' read_ --replay told
is 'the same, but told so and without a seal' \
    "$(jq -cS 'del(.chip.timings, .chip.source_mode, .chip.seal)' out | md5sum)" \
    "$(jq -cS 'del(.chip.timings, .chip.source_mode, .chip.seal)' live | md5sum)"
is 'it says so' "$(jq -c '[.chip.source_mode, .chip.seal]' out)" '["replay",null]'
head -n 40 told >half
exits 2 'half a transcript' read_ --replay half
is 'gives no record' "$(wc -c <out)" 0
echo 'no transcript' >half
exits 2 'no transcript' read_ --replay half
same_err 'no transcript' <<'END_'
cccd-read: half: has the wrong form
END_

# cards of every kind, each by its number
readers_start 1
for p in 2021b 2024 child forever short sparse im cam dh 3des passport jp2; do
	id=$(card --profile $p --mrz | sed -n '1s/.\{15\}\(.\{12\}\).*/\1/p')
	mrz=--id\ $id
	[ $p != passport ] || { card --profile $p --mrz >mrz; mrz='--mrz mrz'; }
	card_lay 0 --pki pki --profile $p
	# shellcheck disable=SC2086
	exits 0 "profile $p" read_ $mrz
	is "profile $p: is sealed" "$(jq '.chip.seal | length' out)" 2
	card_take
done
is 'a passport is read by BAC or PACE with its MRZ' "$(jq -c '[.doc_type, .chip.access.key]' out | head -1)" '[null,"id"]'

# BAC where there is no PACE: a birth date is needed
card_lay 0 --pki pki --profile bac-only
exits 0 'BAC' read_ --id $ID --birth 1990-01-02
is 'is told' "$(jq -c '.chip.access | [.protocol, .fallback.why]' out)" '["bac","set-refused"]'
card_take

# on a terminal
if command -v script >/dev/null; then
	card_lay 0 --pki pki
	script -qec "timeout 100 cccd-read --id $ID" -O term </dev/null >/dev/null
	timeout 60 sh -c 'until grep -q "Script done" term; do sleep 0.05; done'
	has 'a sentence with the name' term 'card read: 079090000123, Nguyễn Văn An, born 02/01/1990; its chip passed Active Authentication; undecided until its signature is checked'
	has 'and its progress' term 'cccd-read: reading, leave the card there: DG2 '
	card_take
fi

# two at once at one reader: both get it, one after the other
card_lay 0 --pki pki
read_ --id $ID >one 2>one.err & a=$!
read_ --id $ID >two 2>two.err & b=$!
wait $a; sa=$?
wait $b; sb=$?
is 'two at once' "$sa $sb $(jq -r .id one two | xargs)" "0 0 $ID $ID"
card_take
done_testing
