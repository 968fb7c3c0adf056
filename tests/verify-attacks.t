#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Attacks on the records of real reads: what somebody would try who wants a card
# to look genuine, or to be somebody else's.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/pcscd.sh"
readers_needed 'attacks'
python=/usr/bin/python3
"$python" -c 'import Cryptodome' 2>/dev/null || {
	skip 'attacks' "Python's Cryptodome is not here"
	done_testing
}
readers_start 1 || { ok 1 'the reader starts'; done_testing; }

# The station that reads is another one than the verifier.
OURS=000102030405060708090a0b0c0d0e0f
taken() {
	local name=$1
	shift
	card_take 0
	card_lay 0 --pki pki "$@"	# the last word on --pki counts
	card --mrz "$@" >zone
	CCCD_STATE=$T/desk timeout 100 cccd-read --mrz zone --nonce $OURS \
	    >"$name" 2>"$name.err"
	ok $? "$name is read"
}
taken card
taken other --crowd 7
taken cam --profile cam
taken ca --profile no-aa
taken bare --profile bac-only
mkdir -p trust/{anchors,known,crls,stations}
cp pki/csca.pem trust/anchors/
echo "cccd-station $(cut -d' ' -f2 desk/station.pub) the desk" >trust/stations/desk
made_up() { "$python" "$ROOT/tests/made_up.py" "$@"; }

# judged NAME STATUS VERDICT ASSURANCE FILE [OPTION ...]: and the checks in $T/out
judged() {
	local name=$1 status=$2 verdict=$3 assurance=$4 file=$5 store=trust
	shift 5
	[ "${1:-}" != --trust ] || { store=$2; shift 2; }
	exits "$status" "$name" cccd-verify --trust "$store" "$@" "$file"
	is "$name: $verdict, $assurance" \
	    "$(jq -r '.verify | .verdict + " " + .assurance' out)" "$verdict $assurance"
}
# check NAME RESULT: in the last verdict.
check() {
	is "$1 is $2" "$(jq -r --arg c "$1" \
	    '.verify.checks[] | select(.check == $c).result' out)" "$2"
}

# what is right
judged 'a genuine card' 0 verified genuine-chip card
check aa.signature pass
check ca.proof pass
check seal.signature pass
check record.equals-signed pass
judged 'with our challenge' 0 verified genuine-chip card --nonce $OURS
check evidence.nonce pass
check evidence.fresh pass
judged 'by Chip Authentication and the seal' 0 verified genuine-chip ca
check ca.proof pass
judged 'by the mapping and the seal' 0 verified genuine-chip cam
check cam.proof pass
judged 'without any proof' 0 verified signed bare
check chip.genuine skip

# an edited person
jq -c '.name = "Nguyễn Văn Khác"' card >edited
judged 'an edited name' 1 refused none edited
check record.equals-signed fail
check dg.hash pass
jq -c '.id = "079090000124"' card >edited
judged 'an edited number' 1 refused none edited
check record.equals-signed fail
jq -c '.expires = "2035-01-02"' card >edited
judged 'a longer life' 1 refused none edited
check record.equals-signed fail
jq -c '.verify = {verdict: "verified", assurance: "genuine-chip", checks: []} |
    .name = "Nguyễn Văn Khác"' card >edited
judged 'that says it was verified' 1 refused none edited
is 'there is one verdict' "$(grep -o '"verify":' out | wc -l)" 1
jq -c 'del(.chip) | .verify = {verdict: "verified", assurance: "genuine-chip", checks: []}' \
    card >edited
judged 'a claim without a chip' 0 undecided plausible edited

# files of another card
jq -c --slurpfile o other '.chip.files.DG13 = $o[0].chip.files.DG13 | del(.chip.seal)' card >swapped
judged 'DG13 of another card' 1 refused none swapped
check dg.hash fail
jq -c --slurpfile o other '.chip.files.DG2 = $o[0].chip.files.DG2 | del(.chip.seal)' card >swapped
judged 'the face of another card' 1 refused none swapped
check dg.hash fail
jq -c --slurpfile o other '.chip = $o[0].chip' card >swapped
judged 'the chip of another card' 1 refused none swapped
check dg.hash pass
check record.equals-signed fail
jq -c --slurpfile o other '.chip.aa = $o[0].chip.aa | del(.chip.seal)' card >swapped
judged 'the proof of another card' 1 refused none swapped
check aa.signature fail
jq -c --slurpfile o other '.chip.files.DG15 = $o[0].chip.files.DG15 |
    .chip.aa = $o[0].chip.aa | del(.chip.seal)' card >swapped
judged 'the key and the proof of another card' 1 refused none swapped
check dg.hash fail

# replayed
LATER='.chip.read_at |= sub("T(?<h>..)"; "T" + if .h == "01" then "02" else "01" end)'
judged 'for another challenge' 1 refused none card --nonce ffeeddccbbaa99887766554433221100
check evidence.nonce fail
judged 'seen for the first time' 0 verified genuine-chip card --seen seen
judged 'and a second time' 1 refused none card --seen seen
check aa.seen fail
jq -c 'del(.chip.seal)' card >again
judged 'without its seal' 1 refused none again --seen seen
check aa.seen fail
judged 'which it does not need' 0 verified genuine-chip again
jq -c "$LATER | del(.chip.seal)" card >again
judged 'at another time' 1 refused none again
check aa.challenge fail
jq -c '.chip.nonce |= sub("^.."; "ff") | del(.chip.seal)' card >again
judged 'with another challenge' 1 refused none again --nonce ff${OURS:2}
check aa.challenge fail
jq -c '.chip.nonce |= sub("^.."; "ff") | del(.chip.aa.bound, .chip.seal)' card >again
judged 'as if it had not been bound' 0 verified signed again
check aa.challenge warn
jq -c 'del(.chip.aa.bound, .chip.seal)' card >again
judged 'bound, whatever it says' 0 verified genuine-chip again

# sealed values
for edit in "$LATER" '.chip.reader = "Another"' \
    '.chip.source_mode = "replay"' '.chip.access.key = "qr"' \
    '.chip.absent.DG3 = "not-asked"' '.chip.ca.sk_ifd |= if .[:1] == "B" then "C" else "B" end + .[1:]'; do
	jq -c "$edit" ca >edited
	exits 1 "sealed: $edit" cccd-verify --trust trust edited
	check seal.signature fail
done

# how fresh a proof is, apart from whether it is right
judged 'sealed a moment ago' 0 verified genuine-chip ca --max-age 10m
check evidence.fresh pass
judged 'sealed long ago' 0 verified genuine-chip ca --max-age 10m \
    --at "$(date -ud '+3 days' +%F)"
check evidence.fresh warn
echo $OURS >ours
echo ffeeddccbbaa99887766554433221100 >>ours
judged 'one of our challenges' 0 verified genuine-chip card --nonces ours
check evidence.fresh pass

# EF.CardSecurity, which has the mapping's key
for from in 'pki3 0 verified signed skip' 'pki 1 refused none fail'; do
	read -r authority status verdict assurance result <<<"$from"
	taken foreign --profile cam --pki "$authority"
	is "it has a CardSecurity" "$(jq ".chip.files | has(\"CardSecurity\")" foreign)" true
	jq -c --slurpfile o foreign '.chip.files.CardSecurity = $o[0].chip.files.CardSecurity |
	    del(.chip.seal, .chip.aa, .chip.ca)' cam >edited
	judged "CardSecurity of another's card under $authority" "$status" \
	    "$verdict" "$assurance" edited
	check cam.key "$result"
done
jq -c '.chip.cam.ca_ic |= if .[:1] == "B" then "C" else "B" end + .[1:] | del(.chip.seal)' cam >edited
judged 'a mapping that does not fit' 1 refused none edited
check cam.proof fail

# tried, and the chip had no answer
jq -c '.chip.aa = {rnd: .chip.aa.rnd, error: "refused", sw: "6982"} | del(.chip.seal)' card >edited
judged 'the chip refused to sign' 1 refused none edited
check aa.signature fail
jq -c '.chip.ca = {oid: .chip.ca.oid, error: "wrong-mac"} | del(.chip.seal)' card >edited
judged 'the chip knew no key' 1 refused none edited
check ca.proof fail
jq -c '.chip.aa.sig |= if .[:1] == "B" then "C" else "B" end + .[1:] | del(.chip.seal)' card >edited
judged 'a changed answer' 1 refused none edited
check aa.signature fail

# an authority and a signer that are trusted no more
mkdir -p gone/anchors
cp pki/csca.pem gone/anchors
sha() { openssl x509 -in "$1" -outform DER | sha256sum | cut -d' ' -f1; }
echo "$(sha pki/ds-2021q2.pem) its key was stolen" >gone/distrusted
judged 'a signer that the operator distrusts' 1 refused none card --trust gone
check chain.distrusted fail
echo "$(sha pki/csca.pem) withdrawn" >gone/distrusted
exits 0 'an authority that the operator distrusts' cccd-verify --trust gone card
is 'vouches for nobody' "$(jq -r '.verify | .verdict + " " + .assurance' out)" \
    'undecided plausible'

# made up by who has the files and a terminal
made_up no-aa no-seal ca <card >invented
judged 'a made-up Chip Authentication' 0 verified signed invented
check ca.proof skip
made_up no-aa no-seal cam ca <cam >invented
judged 'a made-up mapping' 0 verified signed invented
check cam.proof skip
openssl genpkey -algorithm ed25519 -out thief.pem
made_up no-aa no-seal ca seal=thief.pem <card >invented
judged 'under a seal of nobody' 0 verified signed invented
check seal.station skip
exits 1 'which is not enough' cccd-verify --trust trust --require genuine-chip invented
jq -c --arg k "$(jq -r .chip.seal.key_id card)" '.chip.seal.key_id = $k' invented >edited
judged "under the desk's name" 1 refused none edited
check seal.signature fail

# a stolen station's key: what it seals counts until it is removed
thief=$(openssl pkey -in thief.pem -pubout -outform DER | tail -c 32 | od -An -v -tx1 | tr -d ' \n')
echo "cccd-station $thief stolen" >trust/stations/stolen
judged "a stolen key's seal" 0 verified genuine-chip invented
exits 0 'it is removed' cccd-trust --trust trust \
    --remove "$(jq -r .chip.seal.key_id invented)"
judged 'its seal counts no more' 0 verified signed invented
check seal.station skip
echo "cccd-station $thief again" >trust/stations/again
judged 'not even when it is put back' 0 verified signed invented
judged 'and the desk is still believed' 0 verified genuine-chip ca

# left out
for why in missing not-asked protected not-listed; do
	jq -c --arg w $why '.chip.absent.DG15 = $w | del(.chip.files.DG15, .chip.aa, .chip.seal)' \
	    card >stripped
	judged "DG15 left out as $why" 1 refused none stripped
	check downgrade.groups fail
done
jq -c 'del(.chip.files.DG15, .chip.aa, .chip.seal)' card >stripped
judged 'DG15 left out in silence' 1 refused none stripped
check downgrade.groups fail
jq -c 'del(.chip.files.DG14, .chip.ca, .chip.seal)' card >stripped
judged 'DG14 left out' 1 refused none stripped
check downgrade.groups fail
jq -c 'del(.chip.aa, .chip.ca, .chip.seal)' card >stripped
judged 'the proofs left out' 0 verified signed stripped
jq -c 'del(.chip.files.SOD)' card >stripped
judged 'the signature left out' 0 undecided plausible stripped --allow seal.signature

# a clone: the files are right, the keys are not
card_take 0
card_lay 0 --pki pki --fault clone@1x99
CCCD_STATE=$T/desk timeout 100 cccd-read --id 079090000123 >clone 2>clone.err
if [ -s clone ]; then
	exits 1 'a clone' cccd-verify --trust trust clone
	is 'it is refused' "$(jq -r .verify.verdict out)" refused
else
	has 'the reader refuses a clone itself' clone.err chip
fi

# a signer after its period; an authority that nobody knows
exits 0 'forged' forge --out late --only key-used-after
judged 'a signer used after its period' 1 refused none late/cases.ndjson \
    --trust late/trust --at 2026-11-25
check dsc.key-period fail
check cms.signature pass
card --pki pki2 --dump elsewhere >/dev/null
exits 0 'of another authority' cccd-verify --trust pki2/csca.pem card
is 'undecided, not forged' "$(jq -r '.verify | .verdict + " " + .assurance' out)" \
    'undecided plausible'

# what the zone leaves open, where DG13 was kept back: the century
exits 0 'forged' forge --out short --only dg13-not-read
short=(--trust short/trust --at 2026-11-25 --policy lenient)
judged 'the zone alone' 0 verified signed short/cases.ndjson "${short[@]}"
jq -c '.chip.read_at = "1960-11-20T10:00:00+07:00" | .dob = "1899-01-02" |
    .expires = "1939-01-02" | del(.mrz, .issued)' short/cases.ndjson >edited
judged 'born a hundred years ago' 1 refused none edited "${short[@]}"
check record.equals-signed fail
jq -c '.chip.extra = [{"dg13.5": "Khác"}]' short/cases.ndjson >edited
exits 2 'more, in another form' cccd-verify "${short[@]}" edited

# any letter of a record: a bad line, another verdict, or a word on it
cccd-verify --trust trust card >right
"$python" "$ROOT/tests/changed.py" make 600 <card >changed
exits 2 'letters changed' cccd-verify --trust trust changed
mv out verdicts
exits 0 'every letter counts' "$python" "$ROOT/tests/changed.py" look right <verdicts
tail -n 1 out | diag

# JSON with two faces
bad() {
	exits 2 "$1" cccd-verify --trust trust edited
	is "$1: nothing is passed on" "$(wc -c <out)" 0
	has "$1: says so" err "$2"
}
sed 's/^{/{"name":"Nguyễn Văn Khác",/' card >edited
bad 'a name twice' 'names the same member twice'
sed 's/^{/{"n\\u0061me":"Nguyễn Văn Khác",/' card >edited
bad 'a name twice, once in escapes' 'edited:1: '
sed 's/"files":{/"files":{"DG13":"AAAA",/' card >edited
bad 'a file twice' 'names the same member twice'
sed 's/"files":{/"files":{"DG\\u00313":"AAAA",/' card >edited
bad 'a file twice, once in escapes' 'edited:1: '
sed 's/"chip":{/"chip":{},"ch\\u0069p":{/' card >edited
bad 'a chip twice' 'edited:1: '
sed 's/"chip":{"version":1/"chip":{"version":2/' card >edited
exits 2 'a version that is not known' cccd-verify --trust trust edited
done_testing
