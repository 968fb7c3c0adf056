#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Folders of files as other programs read them from cards, judged.
. "$(dirname "$0")/lib.sh"

mkdir d
card --pki pki --dump d/1
card --pki pki --crowd 2 --dump d/2
mv d/1/csca.pem .
rm d/2/csca.pem
chmod 644 csca.pem
verify() { cccd-verify --trust csca.pem --at 2026-06-15 "$@"; }
what() { jq -c '[.verify.verdict,.verify.assurance,.from]' "$1"; }

exits 0 'two cards' verify d
same_err 'two cards' </dev/null
is 'two cards: signed, in the order of their folders' "$(what out | xargs)" \
    '[verified,signed,d/1] [verified,signed,d/2]'
is 'nothing is said of the chip itself' "$(jq -c '[.chip.read_at,.chip.nonce,.chip.aa,.chip.ca,.chip.seal,.chip.source_mode]' out | sort -u)" '[null,null,null,null,null,"files"]'
is 'the person is that of DG13' "$(jq -r .name out)" \
    "$(card --payload | cut -d'|' -f3; card --crowd 2 --payload | cut -d'|' -f3)"
is 'the files are as they were' "$(jq -r 'select(.from=="d/1").chip.files.SOD' out)" "$(base64 -w 0 d/1/SOD.bin)"
python=/usr/bin/python3
"$python" -c 'import jsonschema' 2>/dev/null || python=python3
jq -c "del(.verify)" out >judged
exits 0 'the schema' sh -c "$python '$ROOT/tests/schema.py' \
    '$ROOT/share/cccd-record.schema.json' <judged"
verify d | sed 's,"from":"d/1",,' | head -1 >record

# the names of other readers: the same record
scheme() {	# scheme NAME FROM=TO ...
	local name=$1 pair
	shift
	rm -rf as
	mkdir as
	for pair; do
		cp "d/1/${pair%=*}.bin" "as/${pair#*=}"
	done
	exits 0 "$name" verify as
	same_err "$name" </dev/null
	sed 's,"from":"as",,' out | cmp -s - record
	ok $? "$name: the same record"
}
scheme 'names of one reader' COM=EF_COM.bin SOD=EF_SOD.bin DG1=EF_DG1.bin \
    DG2=EF_DG2.bin DG3=EF_DG3.bin DG13=EF_DG13.bin DG14=EF_DG14.bin \
    DG15=EF_DG15.bin CardAccess=EF_CardAccess.bin
scheme 'names of another' COM=EF.COM SOD=EF.SOD DG1=Datagroup1.bin \
    DG2=Datagroup2.bin DG3=Datagroup3.bin DG13=Datagroup13.bin \
    DG14=Datagroup14.bin DG15=Datagroup15.bin CardAccess=EF.CardAccess
scheme 'two digits' COM=COM SOD=SOD DG1=DG01 DG2=DG02 DG3=DG03 DG13=DG13 \
    DG14=DG14 DG15=DG15 CardAccess=cardaccess.BIN
scheme 'file identifiers' COM=011E.bin SOD=011D.bin DG1=0101.bin DG2=0102.bin \
    DG3=0103.bin DG13=010D.bin DG14=010e.bin DG15=010F.bin \
    CardAccess=011C.bin
scheme 'names that say nothing' COM=a SOD=b DG1=c DG2=d DG3=e DG13=f DG14=g \
    DG15=h CardAccess=i
cp as/c as/DG11.bin
rm as/c
exits 0 'a name that says another file' verify as
same_err 'a name that says another file' <<'END'
cccd-verify: as/DG11.bin: its name says another file than its first octet, which counts
END

# two of one kind: that card is a bad line, the next is judged
cp d/1/DG1.bin d/1/copy.bin
exits 2 'two of one kind' verify d
same_err 'two of one kind' <<'END'
cccd-verify: d/1/copy.bin: a second one of the same file: the card is left out
END
is 'two of one kind: the other card' "$(what out)" '["verified","signed","d/2"]'
rm d/1/copy.bin
mkdir d/0
echo note >d/0/note
exits 2 'a folder without a card' verify d
same_err 'a folder without a card' <<'END'
cccd-verify: d/0/note: none of a chip's files: passed over
cccd-verify: d/0: no file of a chip in it
END
rm -r d/0
exits 2 'no such folder' verify nowhere

# the files judge each other
rm d/2/DG15.bin
exits 1 'DG15 taken away' verify d/2
is 'DG15 taken away' "$(jq -r '.verify.checks[] | select(.result=="fail").check' out)" downgrade.groups
cp d/1/DG15.bin d/2
exits 1 'DG15 of another card' verify d/2
is 'DG15 of another card' "$(jq -r '.verify.checks[] | select(.result=="fail").check' out)" dg.hash

# a reading by BSI, as published: DG15 is not one of those that are signed
if [ -n "${CCCD_DATA-}" ] && [ -d "$CCCD_DATA/emrtd/bsi_tr03105_5" ]; then
	exits 1 'BSI TR-03105-5' verify "$CCCD_DATA/emrtd/bsi_tr03105_5"
	is 'BSI: what speaks against it' "$(jq -r '.verify.checks[] | select(.result=="fail").check' out)" dg.unlisted
	mkdir bsi
	cp "$CCCD_DATA"/emrtd/bsi_tr03105_5/{Datagroup1,Datagroup2,Datagroup14,EF_COM,EF_SOD}.bin bsi
	exits 0 'BSI without DG15' cccd-verify --trust csca.pem --policy icao --at 2014-06-15 bsi
	is 'BSI without DG15: undecided, for its authority is not known' "$(what out)" '["undecided","plausible","bsi"]'
else
	skip 'BSI TR-03105-5' 'CCCD_DATA names no folder with it'
fi

done_testing
