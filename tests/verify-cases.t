#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Everything that can be wrong with a signed card, one thing at a time, and its
# neighbour in which that is right; under every policy.
. "$(dirname "$0")/lib.sh"

exits 0 'a PKI of good and bad' forge --out pki
judge() {
	cccd-verify --trust pki/trust --at 2026-11-25 --policy "$1" \
	    <pki/cases.ndjson >"$1.out" 2>"$1.err"
}
for policy in strict icao lenient; do
	exits 1 "$policy" judge $policy
	is "$policy: of the store" "$(cut -d: -f1,4- $policy.err)" \
	    'cccd-verify: no authority: it may stand in a path, and is no anchor'
	is "$policy: one line each" "$(wc -l <$policy.out)" "$(wc -l <pki/cases.ndjson)"
	exits 0 "$policy: as each was forged" \
	    python3 "$ROOT/tests/forge.py" cases $policy <$policy.out
	tail -n 1 out | diag
done
# the same again in one run, when the signers are known, and by several threads
cat pki/cases.ndjson pki/cases.ndjson pki/cases.ndjson >thrice
exits 1 'three times' cccd-verify --trust pki/trust --at 2026-11-25 thrice
cat strict.out strict.out strict.out | cmp -s - out
ok $? 'three times: each time the same'
exits 1 'two threads' cccd-verify --trust pki/trust --at 2026-11-25 -j 2 thrice
cat strict.out strict.out strict.out | cmp -s - out
ok $? 'two threads: the same'

# what is kept of a signer does not outlive its time
jq -c 'select(.case.name == "good")' pki/cases.ndjson >good
jq -c '.chip.read_at = "2024-12-20T10:00:00+07:00"' good >early
cat good early good >instants
exits 1 'times' cccd-verify --trust pki/trust --at 2026-11-25 instants
is 'times: read too early in the midst' "$(jq -r '.verify |
    .verdict + " " + (.checks[] | select(.check == "dsc.valid-reading").result)' out |
    paste -sd,)" 'verified pass,refused fail,verified pass'
exits 1 'after the end of the authority' cccd-verify --trust pki/trust --at 2045-01-01 instants
is 'it warns' "$(jq -r '.verify.checks[] |
    select(.check == "csca.valid" or .check == "dsc.valid-now").result' out |
    paste -sd,)" 'warn,warn,warn,warn,warn,warn'

# a word of the operator's on one check
jq -c 'select(.case.name == "dsc-ca")' pki/cases.ndjson >ca
exits 0 'allowed' cccd-verify --trust pki/trust --at 2026-11-25 --allow dsc.constraints ca
is 'it warns' "$(jq -r '.verify | .verdict + " " +
    (.checks[] | select(.check == "dsc.constraints").result)' out)" 'verified warn'
jq -c 'select(.case.name == "digest-wrong")' pki/cases.ndjson >broken
exits 1 'what is broken stays so' cccd-verify --trust pki/trust --at 2026-11-25 \
    --allow cms.digest --policy lenient broken
exits 1 'forbidden' cccd-verify --trust pki/trust --at 2026-11-25 --forbid crl.present good
is 'refused' "$(jq -r .verify.verdict out)" refused

# a card whose authority stands in a master list: believed or not
jq -c 'select(.case.name == "listed")' pki/cases.ndjson >card
for list in pki/lists/*; do
	case ${list##*/} in
	believed-*) want='verified signed' ;;
	*) want='undecided plausible' ;;
	esac
	cccd-verify --trust "$list/trust" --at 2026-11-25 card >out 2>err
	is "a list: ${list##*/}" "$(jq -r '.verify | .verdict + " " + .assurance' out)" "$want"
done

exits 0 'every check has a case' python3 "$ROOT/tests/forge.py" covered \
    "$ROOT/lib/trust/policy.c" <pki/cases.ndjson
tail -n 1 out | diag
done_testing
