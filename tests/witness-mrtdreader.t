#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Our card in software, read by a reader that nobody here wrote: mrtdreader
# (libmrtd) knows BAC, its secure messaging, EF.COM, EF.SOD, DG1 and DG2.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/pcscd.sh"
readers_needed mrtdreader
command -v mrtdreader >/dev/null || {
	skip mrtdreader 'mrtdreader is not here'
	done_testing
}
readers_start 1 || { ok 1 'card readers'; done_testing; }

# key: number, birth and expiry of the zone, as mrtdreader wants them.
key() {
	card "$@" --mrz >zone
	NUMBER=$(sed -n '1s/^.....\(.........\).*/\1/p' zone)
	BIRTH=$(sed -n '2s/^\(......\).*/\1/p' zone)
	EXPIRY=$(sed -n '2s/^........\(......\).*/\1/p' zone)
}

for card in 2021 2024 forever short '2021 --pace-param none'; do
	# shellcheck disable=SC2086
	set -- --profile $card --pki pki
	key "$@"
	rm -rf files
	card_lay 0 "$@" --dump files
	mrtdread 'Virtual A' "$NUMBER" "$BIRTH" "$EXPIRY" >said
	card_take
	has "$card: BAC" said 'Challenge successful!'
	for f in 011e/COM 011d/SOD 0101/DG1 0102/DG2; do
		is "$card: ${f#*/} as issued" \
		    "$(sha256sum <"read/${f%/*}")" \
		    "$(sha256sum <"files/${f#*/}.bin")"
	done
	has "$card: the zone" said "$(tr -d '\n' <zone)"
	echo "# $card: $(cat passed)"
done

# What must not open it does not.
key --profile 2021
card_lay 0 --profile 2021 --pki pki
mrtdread 'Virtual A' "$NUMBER" "$BIRTH" 401231 >said
has 'another expiry: refused' said 'Challenge failed'
is 'another expiry: no file' "$(ls read)" ''
card_take
card_lay 0 --profile 2021 --pki pki --set bac=no
mrtdread 'Virtual A' "$NUMBER" "$BIRTH" "$EXPIRY" >said
has 'a card with PACE alone: refused' said 'Challenge failed'
card_take
done_testing
