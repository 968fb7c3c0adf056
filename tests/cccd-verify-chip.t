#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# cccd-verify on chips: a card that was read at a reader, judged by who knows
# its authority and by who does not, edited, stripped, shown again.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/pcscd.sh"
readers_needed 'cccd-verify on chips'

readers_start 1 || { ok 1 'the reader starts'; done_testing; }
ID=079090000123
NONCE=000102030405060708090a0b0c0d0e0f
read_() { timeout 100 cccd-read "$@"; }
verdict() { jq -r '.verify | .verdict + " " + .assurance' out; }
result() { jq -r --arg c "$1" '.verify.checks[] | select(.check == $c).result' out; }
why() { jq -r --arg c "$1" '.verify.checks[] | select(.check == $c).why' out; }
fails() { jq -r '[.verify.checks[] | select(.result == "fail").check] | join(" ")' out; }

# --- three cards: one as most are, one without AA, one whose EF.COM lies
card_lay 0 --pki pki
exits 0 'a card' read_ --id $ID --nonce $NONCE
mv out live
card_take
card_lay 0 --pki pki --profile no-aa
exits 0 'a card without AA' read_ --id $ID
mv out no-aa
card_take
card_lay 0 --pki pki --profile com-differs
exits 0 'a card with another EF.COM' read_ --id $ID
mv out com
card_take
card_lay 0 --pki pki --profile 2024
other=$(card --profile 2024 --mrz | sed -n '1s/.\{15\}\(.\{12\}\).*/\1/p')
exits 0 "another's card" read_ --id "$other"
mv out other
card_take
readers_stop
mkdir -p trust/anchors
cp pki/csca.pem trust/anchors/
sha256() { openssl x509 -in "$1" -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' | tr A-F a-f; }

# --- the way it should be
exits 0 'a genuine card' cccd-verify --trust trust live
same_err 'a genuine card' </dev/null
is 'verified, genuine' "$(verdict)" 'verified genuine-chip'
is 'nothing fails' "$(fails)" ''
is 'the policy' "$(jq -r .verify.policy out)" strict
is 'the signer' "$(jq -r .verify.signer.sha256 out)" \
    "$(for f in pki/ds-*.pem; do sha256 "$f"; done |
    grep -xF "$(jq -r .verify.signer.sha256 out)")"
is 'its anchor, and where that came from' \
    "$(jq -c '.verify.signer | [.anchor, .origin]' out)" \
    "[\"$(sha256 pki/csca.pem)\",\"trust/anchors/csca.pem:1\"]"
is 'not good but not checked' "$(result crl.present) $(result card.lost)" 'skip skip'
is 'no word on signatures without a chip' "$(result signature)" ''
is 'the rest as it came' "$(jq -c 'del(.verify)' out)" "$(jq -c . live)"
exits 0 'it is required' cccd-verify --trust trust --require genuine-chip live
jq -c '.verify = {"verdict":"refused","assurance":"none","checks":[]}' live >lie
exits 0 'a verdict of somebody else' cccd-verify --trust trust lie
is 'is replaced' "$(verdict)" 'verified genuine-chip'
exits 0 'a file as a store' cccd-verify --trust pki/csca.pem live
is 'is believed' "$(verdict)" 'verified genuine-chip'

# --- nobody vouches for it yet
exits 0 'no store' cccd-verify live
is 'undecided, plausible' "$(verdict)" 'undecided plausible'
is 'and says why' "$(result chain.anchor)" skip
same_err 'no store' </dev/null
mv out kept
exits 1 'signed is more' cccd-verify --require signed live
exits 0 'judged again when the anchor is here' cccd-verify --trust trust kept
is 'verified' "$(verdict)" 'verified genuine-chip'
rm "$HOME/.config/cccd-tools/settings"
cp -r trust "$HOME/.config/cccd-tools/trust"
exits 0 "the user's own store" cccd-verify live
is 'is used' "$(verdict)" 'verified genuine-chip'
mkdir empty
exits 0 'unless another is named' cccd-verify --trust empty live
is 'is not' "$(verdict)" 'undecided plausible'
echo "trust = $T/trust" >own
rm -r "$HOME/.config/cccd-tools/trust"
echo "$store" >"$HOME/.config/cccd-tools/settings"
exits 0 'a store by the settings' cccd-verify --config own live
is 'is used' "$(verdict)" 'verified genuine-chip'

# --- only AA convinces those who do not know the station
exits 0 'without AA, by its own station' cccd-verify --trust trust no-aa
is 'genuine' "$(verdict)" 'verified genuine-chip'
chmod 666 state/station.pub
exits 0 'a station that others may write' cccd-verify --trust trust no-aa
is 'is not believed' "$(verdict)" 'verified signed'
has 'it says so' err 'station.pub: refused, for others may write it'
chmod 644 state/station.pub
mkdir -p elsewhere
exits 0 'elsewhere' env CCCD_STATE="$T/elsewhere" cccd-verify --trust trust no-aa
is 'signed at most' "$(verdict)" 'verified signed'
exits 0 'with AA' env CCCD_STATE="$T/elsewhere" cccd-verify --trust trust live
is 'genuine' "$(verdict)" 'verified genuine-chip'
mkdir trust/stations
cp state/station.pub trust/stations/
exits 0 'the station is known' env CCCD_STATE="$T/elsewhere" cccd-verify --trust trust no-aa
is 'genuine' "$(verdict)" 'verified genuine-chip'
rm -r trust/stations
sed 's/"source_mode":"live"/"source_mode":"replay"/' no-aa >resealed
exits 1 'what was sealed is edited' cccd-verify --trust trust resealed
is 'refused' "$(verdict) $(fails)" 'refused none seal.signature'

# --- done to it on the way
refused() {
	local name=$1 check=$2
	shift 2
	"$@" >edited
	exits 1 "$name" cccd-verify --trust trust edited
	is "$name: refused" "$(verdict)" 'refused none'
	is "$name: by this" "$(result "$check")" fail
	is "$name: passed on" "$(jq -c 'del(.verify)' out)" "$(jq -c 'del(.verify)' edited)"
}
refused 'another name' record.equals-signed jq -c '.name = "Nguyễn Văn Ân"' live
refused 'another number' record.equals-signed jq -c '.id = "079090000124"' live
refused 'no number' record.equals-signed jq -c 'del(.id)' live
refused 'another end' record.equals-signed jq -c '.expires = "2090-01-02"' live
refused 'another serial number' record.equals-signed jq -c '.chip.extra["dg13.16"] = "1"' live
refused "another's face" dg.hash jq -c --slurpfile o other '.chip.files.DG2 = $o[0].chip.files.DG2' live
refused "another's person" dg.hash jq -c --slurpfile o other '.chip.files.DG1 = $o[0].chip.files.DG1' live
refused "another's SOD" dg.hash jq -c --slurpfile o other '.chip.files.SOD = $o[0].chip.files.SOD' live
refused 'a stripped DG15' downgrade.groups jq -c 'del(.chip.files.DG15, .chip.aa) | .chip.absent.DG15 = "protected"' live
refused 'a file that is not signed' dg.unlisted jq -c '.chip.files.DG16 = "cAA="' live
refused 'another challenge' aa.challenge jq -c '.chip.nonce = "ff0102030405060708090a0b0c0d0e0f"' live
refused 'another day' aa.challenge jq -c '.chip.read_at = "2026-01-01T00:00:00+07:00"' live
jq -c 'del(.chip.files.SOD)' live >edited
exits 0 'no SOD' cccd-verify --trust trust edited
is 'is no proof of anything' "$(verdict)" 'undecided plausible'
is 'it says so' "$(result sod.present)" skip
jq -c '.hometown |= null | del(.mrz)' live >edited
exits 0 'what is not needed may be left out' cccd-verify --trust trust edited
is 'it warns' "$(verdict) $(result record.equals-signed)" 'verified genuine-chip warn'
jq -c '.cancelled_id = "012345678"' live >edited
exits 0 'a member of no file' cccd-verify --trust trust edited
is 'it warns' "$(verdict) $(result record.unsigned)" 'verified genuine-chip warn'
jq -c '{id, chip: {version: 1, error: "card-lost"}}' live >edited
exits 0 'a chip that was not read' cccd-verify --trust trust edited
is 'as a record without' "$(verdict) $(result sod.present) $(result signature)" \
    'undecided plausible skip skip'

# --- policies
exits 1 'a deviation' cccd-verify --trust trust com
is 'refuses' "$(verdict) $(fails)" 'refused none com.agrees'
for p in icao lenient; do
	exits 0 "a deviation, $p" cccd-verify --trust trust --policy $p com
	is 'warns' "$(verdict) $(result com.agrees) $(jq -r .verify.policy out)" \
	    "verified genuine-chip warn $p"
done
exits 0 'allowed by name' cccd-verify --trust trust --allow com.agrees com
is 'warns' "$(verdict) $(result com.agrees)" 'verified genuine-chip warn'
exits 1 'forbidden again' cccd-verify --trust trust --policy icao --forbid com.agrees com
is 'refuses' "$(fails)" com.agrees
exits 1 'what was not checked, forbidden' cccd-verify --trust trust --forbid crl.present live
is 'refuses' "$(fails)" crl.present
exits 1 'an expired card, forbidden' cccd-verify --trust trust --at 2031-01-01 --forbid card.current live
is 'refuses' "$(fails)" card.current
jq -c '.father = "Lê Mẫu"' live >edited
exits 1 'what is broken' cccd-verify --trust trust --policy lenient --allow record.equals-signed edited
is 'is never allowed' "$(fails)" record.equals-signed

# --- time
exits 0 'in fifty years' cccd-verify --trust trust --at 2076-01-01 live
is 'it is genuine and old' "$(verdict) $(result card.current) $(result dsc.valid-now)" \
    'verified genuine-chip warn warn'
exits 0 'as of today' cccd-verify --trust trust --max-age 1h live
is 'a fresh seal' "$(result evidence.fresh)" pass
exits 0 'ten minutes without it' cccd-verify --trust trust live
is 'are fresh' "$(result evidence.fresh)" pass
exits 0 'and no longer' cccd-verify --trust trust --at "$(TZ=Asia/Ho_Chi_Minh date -d '+20 minutes' +%FT%H:%M)" live
is 'are not' "$(result evidence.fresh)" warn
exits 0 'tomorrow' cccd-verify --trust trust --max-age 1h --at "$(date -d '+2 days' +%F)" live
is 'is not' "$(result evidence.fresh)" warn

# --- a verifier's own challenges
exits 0 'ours' cccd-verify --trust trust --nonce $NONCE live
is 'is fresh' "$(result evidence.nonce) $(result evidence.fresh)" 'pass pass'
exits 1 'not ours' cccd-verify --trust trust --nonce ffffffffffffffffffffffffffffffff live
is 'refused' "$(fails)" evidence.nonce
exits 1 'not ours, whatever the policy' cccd-verify --trust trust \
    --policy lenient --allow evidence.nonce \
    --nonce ffffffffffffffffffffffffffffffff live
is 'refused' "$(fails)" evidence.nonce
printf '# ours\nffffffffffffffffffffffffffffffff\n%s\n' $NONCE >nonces
exits 0 'one of ours' cccd-verify --trust trust --nonces nonces live
is 'is fresh' "$(result evidence.nonce)" pass
: >none
exits 1 'none of none' cccd-verify --trust trust --nonces none live

# --- shown again
exits 0 'with a list of proofs' cccd-verify --trust trust --seen seen live
is 'new' "$(result aa.seen)" pass
exits 1 'the same once more' cccd-verify --trust trust --seen seen live
is 'refused' "$(verdict) $(fails)" 'refused none aa.seen'
exits 1 'the same, whatever the policy' cccd-verify --trust trust \
    --policy lenient --allow aa.seen --seen seen live
is 'refused' "$(verdict) $(fails)" 'refused none aa.seen'
is 'for nobody else' "$(stat -c %a seen)" 600
rm seen
exits 0 'undecided' cccd-verify --seen seen live
exits 0 'does not use it up' cccd-verify --trust trust --seen seen live
cat live live >two
rm seen
exits 1 'twice in one run' cccd-verify --trust trust --seen seen two
is 'the second is refused' "$(jq -r .verify.verdict out | xargs)" 'verified refused'

# --- revocation
cat >ca.conf <<'EOT'
[ca]
default_ca = c
[c]
database = index.txt
crlnumber = number
default_md = sha256
default_crl_days = 30
crl_extensions = e
[e]
authorityKeyIdentifier = keyid
EOT
: >index.txt
echo 01 >number
crl() { openssl ca -config ca.conf -gencrl -cert pki/csca.pem -keyfile pki/csca.key -out "$1" 2>/dev/null; }
crl good.pem
for f in pki/ds-*.pem; do
	openssl ca -config ca.conf -revoke "$f" -cert pki/csca.pem \
	    -keyfile pki/csca.key -crl_reason keyCompromise 2>/dev/null
done
crl bad.pem
exits 0 'a revocation list' cccd-verify --trust trust --crl good.pem live
is 'is looked into' "$(verdict) $(result crl.present) $(result crl.signature) $(result crl.revoked)" \
    'verified genuine-chip pass pass pass'
exits 1 'the signer is on it' cccd-verify --trust trust --crl bad.pem live
is 'refused' "$(verdict) $(fails)" 'refused none crl.revoked'
mkdir trust/crls
cp bad.pem trust/crls/
exits 1 'in the store' cccd-verify --trust trust live
is 'refused' "$(fails)" crl.revoked
rm -r trust/crls
exits 2 'an anchor is no revocation list' cccd-verify --crl pki/csca.pem live
same_err 'an anchor is no revocation list' <<'EOT'
cccd-verify: pki/csca.pem:1: does not belong in this folder of the store: not taken
cccd-verify: --crl: no revocation list was found
EOT
is 'and is not believed' "$(verdict)" 'undecided plausible'

# --- who files notices does not file this guest
printf 'facility = Mau\naccount = mau\n' >>"$HOME/.config/cccd-tools/settings"
jq -c '.name = "Lê Mẫu"' live >edited
file_it() { cccd-verify --trust trust "$1" | lt-notify --queue-only --room 1 --nights 1; }
exits 1 'a forged card' file_it edited
has 'is not filed' err 'refused'
is 'and is in no outbox' "$(lt-status --json | wc -l)" 0
exits 0 'a genuine one' file_it live
is 'is' "$(lt-status --json | wc -l)" 1

# --- trouble
exits 2 'no such store' cccd-verify --trust gone live
same_err 'no such store' <<'EOT'
cccd-verify: gone: is not there
EOT
is 'nothing is judged' "$(cat out)" ''
head -c 300 pki/csca.pem >trust/anchors/torn.pem
exits 2 'a damaged anchor' cccd-verify --trust trust live
is 'the others are believed' "$(verdict)" 'verified genuine-chip'
has 'it is named' err 'cccd-verify: trust/anchors/torn.pem:1: '
rm trust/anchors/torn.pem
chmod 777 trust/anchors
exits 2 'a store that others may write' cccd-verify --trust trust live
has 'says so' err 'trust/anchors: refused, for others may write it'
chmod 755 trust/anchors
for edit in '.chip.version = 2' '.chip.files.SOD = "!"' '.chip.nonce = "00"' \
    '.chip.read_at = "yesterday"' '.chip.files = []' '.chip.aa.sig = 1'; do
	{ jq -c "$edit" live; cat live; } >edited
	exits 2 "a bad line: $edit" cccd-verify --trust trust edited
	has "it is named" err 'cccd-verify: edited:1: chip.'
	is 'the other goes on' "$(verdict)" 'verified genuine-chip'
done
sed 's/"DG1":/"DG1":"AAAA","DG1":/' live >edited
exits 2 'a file twice' cccd-verify --trust trust edited
has 'is a bad line' err 'names the same member twice'
exits 2 'a full disk' sh -c 'cccd-verify --trust trust live >/dev/full'
exits 2 'a closed pipe' closed_pipe cccd-verify --trust trust live
rm -f seen
mkfifo many
cccd-verify --trust trust --seen seen many >some &
exec 7>many
cat live >&7
soon test -s some
kill -KILL $!
wait $! 2>/dev/null
exec 7>&-
exits 1 'a run after one that was killed' cccd-verify --trust trust --seen seen live
is 'knows what was judged' "$(fails)" aa.seen
exits 2 'a list in a folder that is not there' cccd-verify --seen gone/seen live
same_err 'a list in a folder that is not there' <<'EOT'
cccd-verify: gone/seen: is not there
EOT

# --- folders as other readers write them
mkdir -p cards/a cards/b
for f in COM SOD DG1 DG2 DG13 DG14 DG15; do
	jq -r ".chip.files.$f" live | base64 -d >"cards/a/EF_$f.bin"
	jq -r ".chip.files.$f" other | base64 -d >"cards/b/EF.$f"
done
exits 0 'folders of cards' cccd-verify --trust trust cards live
is 'in order' "$(jq -r .id out | xargs)" "$ID $other $ID"
is 'signed at most' "$(verdict | xargs)" \
    'verified signed verified signed verified genuine-chip'
is 'nothing of them is unsigned' "$(result record.equals-signed) $(result record.unsigned)" \
    'pass
pass
pass pass
pass
pass'
same_err 'folders of cards' </dev/null
exits 0 'one folder' cccd-verify --trust trust cards/a
is 'says who it is' "$(jq -r .name out)" 'Nguyễn Văn An'
exits 0 'with threads' cccd-verify -j 2 --trust trust cards live
is 'the same' "$(verdict | xargs)" \
    'verified signed verified signed verified genuine-chip'
cp cards/b/EF.DG2 cards/a/EF_DG2.bin
exits 1 'another face among them' cccd-verify --trust trust cards/a
is 'refused' "$(fails)" dg.hash
cp cards/a/EF_DG1.bin cards/a/DG1.bin
exits 2 'two of a kind' cccd-verify --trust trust cards
is 'the others are judged' "$(jq -r .id out)" "$other"
has 'it is named' err 'cccd-verify: cards/a/EF_DG1.bin: a second one of the same file'

# --- several threads
exits 0 'several threads' cccd-verify -j 2 --trust trust two
is 'the same' "$(jq -r .verify.verdict out | xargs)" 'verified verified'

# --- people get sentences
on_terminal() (
	set -o pipefail
	script -qec "$1" /dev/null | tr -d "\r"
)
exits 0 'on a terminal' on_terminal 'NO_COLOR=1 cccd-verify --trust trust live'
is 'one line says it' "$(cat out)" \
    "$ID Nguyễn Văn An: verified, the chip is genuine; not checked: reported lost"
exits 0 'on a terminal, no anchor' on_terminal 'NO_COLOR=1 cccd-verify live'
is 'one line says it' "$(head -1 out)" \
    "$ID Nguyễn Văn An: undecided, plausible but not proved; not checked: reported lost"
is 'what is missing, and what to do' "$(tail -n +2 out)" \
    '  not checked: chain.anchor: no anchor known here vouches for the signer (what to do: cccd-trust --how)'
exits 0 'on a terminal, of an unknown station' on_terminal \
    'CCCD_STATE=none NO_COLOR=1 cccd-verify --trust trust no-aa'
is 'nothing proved: what matters' "$(cat out)" "$ID Nguyễn Văn An: verified, signed by the state; not checked: reported lost
  not checked: chip.genuine: the reader's word alone: no known station has sealed it"
exits 1 'on a terminal, less than is asked for' on_terminal \
    'CCCD_STATE=none NO_COLOR= cccd-verify --trust trust --require genuine-chip no-aa'
is 'no green' "$(head -1 out)" \
    "$ID Nguyễn Văn An: "$'\033[31mverified, signed by the state, and not what --require asks for\033[0m; not checked: reported lost'
printf 'Số CCCD\n001199000002\n' >others.csv
exits 1 'on a terminal, not on the list' on_terminal \
    'NO_COLOR= cccd-verify --trust trust --roster others.csv live'
is 'no green either' "$(head -1 out)" \
    "$ID Nguyễn Văn An: "$'\033[31mverified, the chip is genuine, and not on the list\033[0m; not checked: reported lost'
jq -c '.name = "Lê Mẫu"' live >edited
exits 1 'on a terminal, refused' on_terminal 'NO_COLOR=1 cccd-verify --trust trust edited'
is 'it says what is wrong, and no more' "$(cat out)" "$ID Lê Mẫu: refused: something in it is wrong; not checked: reported lost
  wrong: mrz.agrees: the MRZ holds another name
  wrong: record.equals-signed: the record says something else than the signed files"
exits 0 'in colour' on_terminal 'NO_COLOR= cccd-verify --trust trust live'
has 'green' out $': \033[32mverified, the chip is genuine\033[0m; '
done_testing
