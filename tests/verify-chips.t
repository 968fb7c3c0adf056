#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Chips of every kind, read at a reader and judged under their authority: what
# is genuine, and which words are said of it. PROFILES="..." takes others.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/pcscd.sh"
readers_needed 'chips and their verdicts'
readers_start 1 || { ok 1 'the reader starts'; done_testing; }

# words PROFILE: verdict and assurance, then what does not pass. Our own card's
# signer does not say which documents it signs, as the real one's.
words() {
	local types=dsc.doc-types=warn
	case $1 in
	bac-only) echo "verified signed $types" ;;
	child) echo "verified genuine-chip dg2.image=warn $types" ;;
	com-differs) echo "refused none com.agrees=fail $types" ;;
	mrz) echo "verified genuine-chip $types downgrade.pace=warn" ;;
	p192 | bp192) echo "refused none $types ca.key=fail" ;;
	p224 | bp224 | dh-1024) echo "verified genuine-chip $types ca.key=warn" ;;
	*) echo "verified genuine-chip $types" ;;
	esac
}
: "${PROFILES:=2021 2024 child sparse hidden bac bac-only mrz im cam cam-standard
    dh 3des p192 p521 ca-keyid no-ca aa-sha512 aa-ecdsa passport com-differs}"
for p in $PROFILES; do
	card_take
	card_lay 0 --pki pki --profile "$p"
	card --mrz --profile "$p" >zone
	exits 0 "$p: is read" timeout 100 cccd-read --mrz zone
	mv out record
	cccd-verify --trust pki/csca.pem record >out 2>err
	is "$p: what is said of it" "$(jq -r '[.verify.verdict, .verify.assurance,
	    (.verify.checks[] | select(.result == "warn" or .result == "fail") |
	    .check + "=" + .result)] | join(" ")' out)" "$(words "$p")"
	is "$p: and of the store" "$(cat err)" ''
done

# parameters written out, from the authority down to the chip
card_take
card_lay 0 --pki spelt --explicit-pki
exits 0 'explicit parameters: is read' timeout 100 cccd-read --id 079090000123
mv out record
exits 0 'explicit parameters' cccd-verify --trust spelt/csca.pem --require genuine-chip record
exits 0 'under another authority' cccd-verify --trust pki/csca.pem record
is 'it is unknown, not forged' "$(jq -r '.verify | .verdict + " " + .assurance' out)" \
    'undecided plausible'
done_testing
