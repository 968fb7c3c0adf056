#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Thousands of forged cards by chance, before cccd-verify and before OpenSSL:
# whatever one takes and the other does not has a named check for its reason.
. "$(dirname "$0")/lib.sh"

COUNT=2000 MUTATED=1000 SAMPLE=150 AT=1795564800	# 2026-11-25
exits 0 'forged' forge --out pki --draw $COUNT --parts
cd pki || exit 2
cat trust/*/*.pem >all.pem
seq -f %05g 0 $((COUNT - 1)) >names
exits 0 'OpenSSL, by its library' cms_witness all.pem $AT <names
mv "$T/out" library
exits 1 'cccd-verify' cccd-verify --trust trust --at 2026-11-25 cases.ndjson
mv "$T/out" judged
exits 0 'no disagreement without a check' \
    python3 "$ROOT/tests/forge.py" drawn library <judged
grep -E '^OpenSSL (takes|refuses), |problems in' "$T/out" | diag

# good ones with one octet changed: nothing passes without a word
exits 0 'changed' forge --out "$T/changed" --draw $MUTATED --mutate --parts
cd "$T/changed" || exit 2
cat trust/*/*.pem >all.pem
seq -f %05g 0 $((MUTATED - 1)) >names
exits 0 'OpenSSL on them' cms_witness all.pem $AT <names
mv "$T/out" library
exits 1 'cccd-verify on them' cccd-verify --trust trust --at 2026-11-25 cases.ndjson
mv "$T/out" judged
exits 0 'no change goes unnoticed' \
    python3 "$ROOT/tests/forge.py" mutated library <judged
grep -E '^OpenSSL (takes|refuses), |problems in' "$T/out" | diag
cd "$T/pki" || exit 2

# the same by the command line; EF.SOD without its tag 77 is what it reads
ask() {
	local f=$1 cms=no ds=no
	case $(head -c 3 "$f.sod" | od -An -tx1 | tr -d ' ') in
	7782*) tail -c +5 "$f.sod" ;;
	7781*) tail -c +4 "$f.sod" ;;
	*) cat "$f.sod" ;;
	esac >"$f.cms"
	openssl cms -verify -inform DER -in "$f.cms" -CAfile all.pem -binary \
	    -purpose any -attime "$AT" -out /dev/null 2>/dev/null && cms=ok
	openssl verify -CAfile all.pem -purpose any -attime "$AT" "$f.ds.pem" \
	    >/dev/null 2>&1 && ds=ok
	echo "$f $cms $ds"
}
export -f ask
export AT
for f in $(head -n $SAMPLE names); do
	{
		echo '-----BEGIN CERTIFICATE-----'
		base64 -w 64 "$f.ds"
		echo '-----END CERTIFICATE-----'
	} >"$f.ds.pem"
done
head -n $SAMPLE names | xargs -P 2 -I{} bash -c 'ask "$1"' - {} | sort >line
head -n $SAMPLE library | awk '{ print $1, $2 == "ok" ? "ok" : "no",
    $3 == "ok" ? "ok" : "no" }' | diff - line >"$T/out"
ok $? 'the command line says what the library says'
diag <"$T/out"
done_testing
