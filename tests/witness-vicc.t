#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# A passport that nobody here wrote (vsmartcard's ePass: BAC, secure messaging,
# DG1, DG2), and a reader that nobody here wrote (mrtdreader), which shows that
# the passport is as it should be.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/pcscd.sh"
readers_needed 'a passport of vsmartcard'
for m in Cryptodome PIL; do
	/usr/bin/python3 -c "import $m" 2>/dev/null || {
		skip 'a passport of vsmartcard' "Python's $m is not here"
		done_testing
	}
done
[ -x /usr/bin/vicc ] || {
	skip 'a passport of vsmartcard' 'vicc is not here (vsmartcard-vpicc)'
	done_testing
}

readers_start 1 || { ok 1 'card readers'; done_testing; }
# The passport of Doc 9303-11, D.1, and a picture below 32 KiB: beyond them
# mrtdreader cannot read.
cat >zone <<'EOS'
P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
L898902C<3UTO6908061F9406236ZE184226B<<<<<14
EOS
zone=$(tr -d '\n' <zone)
/usr/bin/python3 -c '
from PIL import Image
Image.effect_noise((150, 200), 40).save("face.jpg", quality=75)'
vicc_start "$VPCD_PORTS" -t ePass <<EOS
$zone
$T/face.jpg
EOS
exits 0 'the passport is there' pcsc_probe A wait connect \
    00A4040C07A0000002471001
has 'it has the application' out 9000

if command -v mrtdreader >/dev/null; then
	mrtdread 'Virtual A' L898902C 690806 940623 >said
	has 'mrtdreader: BAC' said 'Challenge successful!'
	has 'mrtdreader: DG1' said "$zone"
	has 'mrtdreader: EF.SOD' said 'File content: 77023000'
	cmp -s face.jpg image.jpg
	is 'mrtdreader: the picture of DG2, octet by octet' $? 0
	diag <passed
	mv passed whole
	mrtdread 'Virtual A' L898902C 690806 940624 >said
	has 'mrtdreader: not with another key' said 'Challenge failed'
else
	skip mrtdreader 'it is not here'
fi

# cccd-read: by the zone, and by what is printed.
mkdir faces
exits 0 'cccd-read reads it' cccd-read --mrz zone --portrait faces
cp out record
member() { jq -r "$1" record; }
is 'by BAC' "$(member '.chip.access | .protocol, .password' | xargs)" 'bac mrz'
is 'why not by PACE' "$(member '.chip.access.fallback | .why, .sw' | xargs)" \
    'set-refused 6984'
is 'the person' "$(member '[.name, .dob, .sex, .nationality, .expires,
    .doc_no] | join("|")')" \
    'ERIKSSON ANNA MARIA|1969-08-06|F|UTO|1994-06-23|L898902C'
is 'the zone' "$(member .mrz)" "$(cat zone)"
is 'DG1' "$(member .chip.files.DG1 | base64 -d | tail -c 88)" "$zone"
is 'EF.SOD' "$(member .chip.files.SOD | base64 -d | od -An -tx1)" \
    ' 77 02 30 00'
cmp -s face.jpg faces/*
is 'the picture of DG2, octet by octet' $? 0
[ ! -s whole ] || is 'with no more commands and octets than mrtdreader' \
    "$(member '.chip.timings | "\(.apdus) \(.octets_out) \(.octets_in)"' |
    paste -d ' ' - whole | awk '{ print $1 <= $5 && $2 <= $7 && $3 <= $9 }')" 1
echo "# cccd-read: $(member '.chip.timings | "apdus \(.apdus) sent " +
    "\(.octets_out) received \(.octets_in)"')"
exits 0 'cccd-read reads it by what is printed' cccd-read --document L898902C \
    --birth 1969-08-06 --expiry 1994-06-23 --no-portrait
is 'the same person' "$(jq -r .name out)" 'ERIKSSON ANNA MARIA'
exits 1 'another expiry' cccd-read --document L898902C \
    --birth 1969-08-06 --expiry 1994-06-24
is 'is a wrong key' "$(cat err)" "cccd-read: Virtual A 00 00: the number does \
not open this card: scan or type that of this card"
vicc_stop
done_testing
