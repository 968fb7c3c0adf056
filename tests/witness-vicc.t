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
LINES='P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C<3UTO6908061F9406236ZE184226B<<<<<14'
/usr/bin/python3 -c '
from PIL import Image
Image.effect_noise((150, 200), 40).save("face.jpg", quality=75)'
vicc_start "$VPCD_PORTS" -t ePass <<EOS
$LINES
$T/face.jpg
EOS
exits 0 'the passport is there' pcsc_probe A wait connect \
    00A4040C07A0000002471001
has 'it has the application' out 9000

if command -v mrtdreader >/dev/null; then
	mrtdread 'Virtual A' L898902C 690806 940623 >said
	has 'mrtdreader: BAC' said 'Challenge successful!'
	has 'mrtdreader: DG1' said "$LINES"
	has 'mrtdreader: EF.SOD' said 'File content: 77023000'
	cmp -s face.jpg image.jpg
	is 'mrtdreader: the picture of DG2, octet by octet' $? 0
	diag <passed
	mrtdread 'Virtual A' L898902C 690806 940624 >said
	has 'mrtdreader: not with another key' said 'Challenge failed'
else
	skip mrtdreader 'it is not here'
fi
vicc_stop
done_testing
