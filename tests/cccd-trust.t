#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# cccd-trust: who is believed, why, and how that changes.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/trust.sh"

authority csca '/C=VN/O=Mau/CN=CSCA Mau'
authority other '/C=XA/O=Other/CN=CSCA Other'
authority new '/C=VN/O=Mau/CN=CSCA Mau 2' csca
signer dsc '/C=VN/O=Mau/CN=Signer 1' csca
signer dsc2 '/C=VN/O=Mau/CN=Signer 2' new
signer stray '/C=VN/O=Nobody/CN=Signer 3' other
csca=$(sha csca.der) other=$(sha other.der)
# shellcheck disable=SC2120 # they come through exits
trust() { cccd-trust --trust "$T/s" "$@"; }
until_of() { date -u -d "$(openssl x509 -in "$1" -noout -enddate | cut -d= -f2)
    7 hours" +%Y-%m-%d; }
today=$(TZ=Asia/Ho_Chi_Minh date +%Y-%m-%d)

# nothing there
exits 2 'no store' trust
same_err 'no store' <<<"cccd-trust: $T/s: is not there"
mkdir s
exits 1 'an empty store' trust
same_out 'an empty store' </dev/null
same_err 'an empty store' <<<'cccd-trust: nobody is believed here: cccd-trust --how says what to do'
rmdir s

# nothing becomes an anchor without being told
title='C=VN, O=Mau, CN=CSCA Mau'
exits 1 'a root without --anchor' trust --add csca.pem
same_err 'a root without --anchor' <<END
cccd-trust: csca.pem: $title (SHA-256 $csca): is of use as an anchor alone: get its SHA-256 another way, and give it with --anchor
cccd-trust: nothing was added
END
exits 1 'the SHA-256 of another' trust --add --anchor "$other" csca.pem
same_err 'the SHA-256 of another' <<END
cccd-trust: no certificate or list there has the SHA-256 of --anchor: it is another one, or not genuine; nothing is added
cccd-trust: nothing was added
END
exits 1 'a signer as an anchor' trust --add --anchor "$(sha dsc.der)" dsc.der
same_err 'a signer as an anchor' <<END
cccd-trust: dsc.der: C=VN, O=Mau, CN=Signer 1, of $title (SHA-256 $(sha dsc.der)): no authority: it cannot be an anchor
cccd-trust: nothing was added
END
is 'nothing was made' "$(ls -d s 2>&1)" "ls: cannot access 's': No such file or directory"

# an anchor
file=s/anchors/vn-csca-mau-${csca:0:8}.pem
exits 0 'an anchor' trust --add --anchor "$csca" csca.der
same_out 'an anchor' <<END
{"done":"added","kind":"anchor","title":"$title","sha256":"$csca","file":"$T/$file"}
END
same_err 'an anchor' </dev/null
{ printf '# %s\n# SHA-256 %s\n# from csca.der, added %s\n' "$title" "$csca" "$today"
  cat csca.pem; } >want
cmp -s want "$file"
ok $? 'its file: what it is, and PEM'
is 'all may read it, its owner may write' "$(stat -c %a "$file" s s/anchors | xargs)" '644 755 755'
exits 0 'the same again, colons and capitals' trust --table --add --anchor \
    "$(sed 's/../&:/g; s/:$//' <<<"${csca^^}")" - <csca.pem
same_out 'the same again' <<END
was there already: $title
    SHA-256 $csca
    $T/$file
END
exits 0 'one anchor' trust
is 'one anchor: the record' "$(jq -c '[.kind,.subject,.issuer,.key_id,.sha256,.origin]' out)" \
    "[\"anchor\",\"$title\",\"$title\",\"$(openssl x509 -in csca.pem -noout -ext subjectKeyIdentifier | tail -1 | tr -d ' :' | tr A-F a-f)\",\"$csca\",\"$T/$file:4\"]"
is 'one anchor: until when' "$(jq -r .not_after out | cut -c1-10)" "$(until_of csca.pem)"
exits 0 'for people' trust --list --table
same_out 'for people' <<END
anchor: $title, until $(until_of csca.pem)
    SHA-256 $csca
    $T/$file:4
anchors: 1
other certificates: 0
CRLs: 0
stations: 0
master lists believed: 0
END
exits 2 'a full disk behind it' bash -c "cccd-trust --trust $T/s >/dev/full"

# others: a bundle with a key beside it, links, signers
cat new.pem dsc.pem csca.key >bundle
exits 0 'a bundle' trust --add bundle
is 'a bundle: what became of it' "$(jq -r '.done + " " + .kind + " " + (.file | sub(".*/s/"; ""))' out)" \
"added known known/vn-csca-mau-2-$(sha new.der | cut -c1-8).pem
added known known/vn-signer-1-$(sha dsc.der | cut -c1-8).pem"
same_err 'a bundle: the key is passed over' <<<'cccd-trust: bundle:25: neither a certificate nor a CRL: passed over'
lacks 'no key in the store' <(cat s/known/*) PRIVATE

# who vouches
exits 0 'explain: under a link' trust --explain dsc2.pem
is 'the path' "$(jq -c '[.trust,[.path[].subject]]' out)" \
    "[\"anchored\",[\"C=VN, O=Mau, CN=CSCA Mau 2\",\"$title\"]]"
exits 1 'explain: nobody' trust --explain --table stray.pem
is 'nobody: what is said' "$(head -1 out)" \
    'stray.pem:1: nobody here vouches for this signer; that does not make it a forgery: see cccd-trust --how'
has 'nobody: the issuer is named' out 'issuer: C=XA, O=Other, CN=CSCA Other'
# one that calls itself the anchor, by name and key identifier, and is not
openssl ecparam -name prime256v1 -genkey -noout -out fake.key
openssl req -new -key fake.key -subj '/C=VN/O=Mau/CN=CSCA Mau' -out req
printf '%s\n' basicConstraints=critical,CA:TRUE keyUsage=critical,keyCertSign \
    "subjectKeyIdentifier=$(openssl x509 -in csca.pem -noout -ext subjectKeyIdentifier | tail -1 | tr -d ' ')" >ext
openssl x509 -req -in req -signkey fake.key -extfile ext -out fake.pem 2>>openssl
signer forged '/C=VN/O=Mau/CN=Signer 1' fake
exits 1 'explain: forged' trust --explain forged.pem
is 'forged: the word' "$(jq -r .trust out)" bad
exits 1 'forged: for people' trust --explain --table forged.pem
is 'forged: what is said' "$(head -1 out)" 'forged.pem:1: forged: the anchor that it names did not sign it'
echo mau >text
openssl cms -sign -nodetach -binary -in text -econtent_type 2.23.136.1.1.1 \
    -signer dsc.pem -inkey dsc.key -outform DER -out sod.cms 2>>openssl
sod=$(base64 -w 0 sod.cms)
for n in 1 2; do
	echo "{\"name\":\"M\",\"chip\":{\"version\":1,\"files\":{\"SOD\":\"$sod\"}}}"
done >records
echo '{"id":"001099000001"}' >>records
exits 0 'explain: an EF.SOD' trust --explain sod.cms
is 'an EF.SOD: its signer' "$(jq -r '.trust + " " + .subject' out)" 'anchored C=VN, O=Mau, CN=Signer 1'
exits 0 'explain: records on standard input' trust --explain <records
is 'records: each signer once' "$(jq -r .file out)" 'standard input:1'
tail -n 1 records >qr
exits 1 'explain: a record without a chip' trust --explain qr
same_err 'a record without a chip' <<<'cccd-trust: nothing there has a signer'
echo '{' >>records
exits 2 'explain: a bad record' trust --explain records
same_err 'a bad record' <<<'cccd-trust: records:4: no record that can be read'
exits 2 'explain: no such file' trust --explain nowhere
same_err 'no such file' <<<'cccd-trust: nowhere: is not there'

exits 2 'explain: a folder' trust --explain s
same_err 'a folder' <<<'cccd-trust: s: is of a kind not known here'

# CRLs: the newer takes the place of the older, never the other way
crl old csca 1
sleep 1
crl late csca 2
exits 0 'a CRL' trust --add old.pem
crls=$(jq -r .file out)
exits 0 'a newer one' trust --add late.der
is 'a newer one' "$(jq -r '.done + " " + .file' out)" "replaced $crls"
exits 0 'the older again' trust --add old.der
is 'the older again' "$(jq -r .done out)" older
openssl crl -in "$crls" -outform DER | cmp -s - late.der
ok $? 'the newer stayed'

# one that somebody else made in the authority's name, whose key identifier
# only begins like the authority's, does not push its list out
keyid() { openssl x509 -in "$1" -noout -ext subjectKeyIdentifier | tail -1 | tr -d ' :'; }
id=$(keyid csca.pem)
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout thief.key -out thief.pem -subj '/C=VN/O=Mau/CN=CSCA Mau' -days 3650 \
    -addext "subjectKeyIdentifier=${id:0:8}$(printf '%032d' 7)" \
    2>>openssl
crl evil thief 9
exits 1 'a list in its name' trust --add evil.pem
has 'a list in its name: why' err 'signed by no authority that is known here'
openssl crl -in "$crls" -outform DER | cmp -s - late.der
ok $? 'the right one stays'
exits 1 'nor beside it' trust --add late.der evil.pem
mkdir t
exits 0 'where there is none' cccd-trust --trust "$T/t" --add evil.pem
exits 1 'its authority takes no list of another' cccd-trust --trust "$T/t" \
    --add late.pem
exits 0 'but its own, added with it' cccd-trust --trust "$T/t" \
    --add --anchor "$csca" csca.pem late.pem

# stations
key=$(printf '%064d' 7)
echo "cccd-station $key the front desk" >station.pub
exits 0 'a station' trust --add station.pub
pub=$(python3 -c "import hashlib;print(hashlib.sha256(bytes.fromhex('$key')).hexdigest())")
same_out 'a station' <<END
{"done":"added","kind":"station","title":"station ${pub:0:16}, the front desk","sha256":"$pub","file":"$T/s/stations/station-the-front-desk-${pub:0:8}.pub"}
END
has 'its line' "s/stations/station-the-front-desk-${pub:0:8}.pub" "cccd-station $key the front desk"
is 'it counts' "$(trust | jq -r 'select(.kind=="station") | .key_id')" "${pub:0:16}"

# removed is removed
exits 0 'a station removed' trust --remove "${pub:0:16}"
is 'a station removed: done' "$(jq -r .done out | xargs)" 'distrusted removed'
same_err 'a station removed: what it means' <<<'cccd-trust: its seals count no more: such cards are signed at most, unless their chip answered by itself'
is 'its file is gone' "$(find s/stations -type f)" ''
is 'its key is distrusted' "$(tail -1 s/distrusted)" "$pub station ${pub:0:16}, the front desk"
exits 1 'it does not come back' trust --add station.pub
same_err 'it does not come back' <<END
cccd-trust: station.pub: station ${pub:0:16}, the front desk (SHA-256 $pub): is distrusted here, for it was removed: take its line out of the file distrusted first
cccd-trust: nothing was added
END
cp station.pub s/stations/copied
exits 0 'nor by a copy' trust
same_err 'nor by a copy' <<<"cccd-trust: $T/s/stations/copied:1: distrusted: not taken"
is 'nor by a copy: no station' "$(jq -r 'select(.kind=="station")' out)" ''
rm s/stations/copied
ski=$(openssl x509 -in new.pem -noout -ext subjectKeyIdentifier | tail -1 | tr -d ' ')
exits 0 'a link removed by key identifier' trust --remove "$ski"
exits 1 'nobody vouches any more' trust --explain dsc2.pem
exits 1 'removed once' trust --remove 0123456789
same_err 'removed once' <<<'cccd-trust: 0123456789: nothing here has this name'
# a signer that is revoked, and one that was removed, have a path for nothing
signer lost '/C=VN/O=Mau/CN=Signer 9' csca
openssl ca -config ca/conf -revoke lost.pem -keyfile csca.key -cert csca.pem \
    -crl_reason keyCompromise 2>>openssl
openssl ca -config ca/conf -gencrl -keyfile csca.key -cert csca.pem \
    -out lost.crl 2>>openssl
mkdir r r/anchors r/crls
cp csca.pem r/anchors/
cp lost.crl r/crls/
exits 1 'explain: revoked' cccd-trust --trust r --explain lost.pem
is 'revoked: the words' "$(jq -r '.trust + " " + .refused' out)" \
    'anchored revoked'
exits 1 'revoked: for people' cccd-trust --trust r --explain --table lost.pem
is 'revoked: what is said' "$(head -1 out)" \
    'lost.pem:1: revoked by the authority: its cards are refused'
exits 0 'beside it' cccd-trust --trust r --explain dsc.pem
exits 0 'a signer removed' cccd-trust --trust r --add dsc.pem
exits 0 'a signer removed' cccd-trust --trust r --remove "$(sha dsc.der)"
same_err 'a signer removed' <<<'cccd-trust: cards that it signed are refused from now on; those whose signer only it vouched for are undecided'
exits 1 'explain: distrusted' cccd-trust --trust r --explain dsc.pem
is 'distrusted: the words' "$(jq -r '.trust + " " + .refused' out)" \
    'anchored distrusted'
exits 1 'distrusted: for people' cccd-trust --trust r --explain --table dsc.pem
is 'distrusted: what is said' "$(head -1 out)" \
    'dsc.pem:1: it, or a certificate of its path, was removed here: its cards are refused'
exits 0 'a CRL, for people' cccd-trust --trust r --list --table
has 'its SHA-256' out "    SHA-256 $(openssl crl -in lost.crl -outform DER | sha256sum | cut -c1-64)"

exits 0 'a CRL removed' trust --remove "$(sha late.der)"
is 'a CRL removed: no file' "$(ls s/crls)" ''

# what is wrong with the command
bad() {
	local name=$1 want=$2
	shift 2
	exits 2 "$name" trust "$@"
	is "$name: said" "$(head -1 "$T/err")" "cccd-trust: $want"
}
bad 'two things at once' 'one of --list, --add, --remove, --explain and --how at a time' --add --how
bad 'an anchor without --add' '--anchor goes with --add' --anchor "$csca"
bad 'an anchor of seven digits' '--anchor: want the 64 digits of a SHA-256, or ask' --add --anchor 0123456 csca.pem
bad 'a file for --list' 'csca.pem: takes no file' csca.pem
bad 'two stores to change' '--trust: one store is changed at a time' --trust x --add csca.pem
bad 'seven digits' '--remove: want a SHA-256 or at least eight digits of it, or a key identifier' --remove 0123456
bad 'no hex' '--remove: want a SHA-256 or at least eight digits of it, or a key identifier' --remove CSCAVietnam
bad 'no such day' '--at: want YYYY-MM-DD HH:MM' --at 2026-02-30

# how
exits 0 'how' cccd-trust --how
has 'the fingerprint' out 6f0a20d63a43fc589eaf0d8c52113a2a8bfa341c6f2fab04121238aa0c22b1a9
has 'where it is' out http://npkd.gov.vn/crt/eid-csca-vietnam.crt
has 'where its CRL is' out http://ca.gov.vn/crl/eid-csca-vietnam.crl

# where: the setting, or a user's own folder
echo "trust = $T/set" >"$HOME/.config/cccd-tools/settings"
exits 0 'the setting' cccd-trust --add --anchor "$csca" csca.pem
is 'the setting: it is there' "$(ls set/anchors)" "$(basename "$file")"
is 'the setting: it is read' "$(cccd-trust | jq -r .sha256)" "$csca"
rm -r "$HOME/.config"
chmod 711 "$T" && mkdir user && chmod 777 user && chmod 644 csca.pem
exits 0 "a user's own" as_user env HOME="$T/user" cccd-trust --add --anchor "$csca" "$T/csca.pem"
is "a user's own: it is there" "$(ls user/.config/cccd-tools/trust/anchors)" "$(basename "$file")"
if [ ! -e /etc/cccd/trust ]; then
	is "a user's own: it is read" "$(as_user env HOME="$T/user" cccd-trust | jq -r .sha256)" "$csca"
fi

# the question: the digits have to come from somewhere else
cat >ask.exp <<END
log_user 0
set timeout 60
spawn -noecho cccd-trust --trust $T/asked --add --anchor ask other.pem csca.pem
expect -ex "SHA-256 ${other:0:4} ${other:4:4}" {} timeout { exit 9 } eof { exit 8 }
expect -ex "no anchor: " {} timeout { exit 7 }
send "${csca:40:24}\r"
expect -ex "another fingerprint: no anchor" {} timeout { exit 6 } eof { exit 5 }
expect -ex "no anchor: " {} timeout { exit 4 }
send "${csca:40:24}\r"
expect eof
catch wait result
exit [lindex \$result 3]
END
cat >asked.exp <<END
log_user 0
set timeout 60
spawn -noecho cccd-trust --trust $T/asked --add --anchor ask csca.pem
expect -ex "last 24 digits" {} timeout { exit 9 } eof { exit 8 }
expect -ex ": " {}
send "[lindex \$argv 0]\r"
expect timeout { exit 6 } eof {}
catch wait result
exit [lindex \$result 3]
END
if command -v expect >/dev/null; then
	exits 1 'asked: one of two, so nothing' expect ask.exp
	is 'asked: nothing' "$(ls -d asked 2>/dev/null)" ''
	exits 1 'asked: eight digits, which another may share' expect asked.exp "${csca:56:8}"
	exits 0 'asked, and answered' expect asked.exp "${csca:40:4} ${csca:44:4} ${csca:48:16}"
	is 'asked: the anchor' "$(ls asked/anchors)" "$(basename "$file")"
else
	skip 'asked' 'expect is not installed'
fi
exits 1 'nobody to ask' setsid cccd-trust --trust none --add --anchor ask csca.pem
same_err 'nobody to ask' <<'END'
cccd-trust: there is no terminal to ask on: give the SHA-256 with --anchor
cccd-trust: nothing was added
END

done_testing
