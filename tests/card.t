#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The card in software: what it is issued with, judged by openssl and
# sha256sum, and how it comes and goes on a reader.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/pcscd.sh"

hex() { od -An -v -tx1 "$1" | tr -d ' \n'; }

# What it says about itself.
exits 0 'list' card --list
has 'list: the card of 2021' out '2021         the card of 2021'
[ "$(wc -l <out)" -ge 40 ]
ok $? 'list: forty profiles and more'
exits 0 'help' card --help
has 'help: options' out '--profile NAME'
exits 2 'no such profile' card --profile 1999
exits 2 'no such setting' card --set colour=red
same_err 'no such setting' <<-'E'
card: colour=red: no such setting
E
exits 2 'no such fault' card --fault burnt@3
exits 2 'no number' card --port x
exits 2 'no such option' card --colour
exits 2 'operand' card red

exits 0 'zone' card --mrz
same_out 'zone' <<-'E'
IDVNM0900001233079090000123<<3
9001022M3001020VNM<<<<<<<<<<<0
NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<
E
exits 0 'zone of a passport' card --mrz --profile passport
same_out 'zone of a passport' <<-'E'
P<VNMNGUYEN<<VAN<AN<<<<<<<<<<<<<<<<<<<<<<<<<
C0000123<8VNM9001022M3001020079090000123<<30
E
exits 0 'order of options' card --mapping im --profile 2024 --payload
same_out 'order of options' <<-'E'
002301000007||Giàng Thị Mỷ|07062001|Nữ|Xóm 1, Xã Lũng Mẫu, Huyện Đồng Thử, Hà Giang|02102024||||
E

# The printed codes of a crowd are good ones: nothing in them fails.
for ((i = 0; i < 40; i++)); do card --crowd $i --payload; done >payloads
is 'a crowd: all different' "$(cut -d'|' -f1 payloads | sort -u | wc -l)" 40
cccd-qr --text payloads | cccd-verify >judged
is 'a crowd: read and judged' "${PIPESTATUS[*]}" '0 0'
is 'a crowd: no check fails' \
    "$(jq -r '.verify.checks[] | select(.result == "fail") | .check' judged |
    sort | uniq -c)" ''
is 'a crowd: forty records' "$(wc -l <judged)" 40

# The files, with an authority in a folder.
exits 0 'dump' card --pki pki --dump a
is 'dump: these files' "$(cd a && echo ./* | sed 's,\./,,g')" \
    "COM.bin CardAccess.bin DG1.bin DG13.bin DG14.bin DG15.bin DG2.bin \
DG3.bin SOD.bin csca.pem"
is 'EF.CardAccess' "$(hex a/CardAccess.bin)" \
    "3134300d060804007f0007020202020101300f060a04007f00070202030202020101\
3012060a04007f0007020204020202010202010d"
is 'EF.COM' "$(hex a/COM.bin)" \
    60185f0104303130375f36063034303030305c066175636d6f6e
is 'the folder has keys that nobody else may read' \
    "$(stat -c %a pki pki/csca.key | xargs)" '700 600'

# sod DIR CA: openssl takes the SOD's signature; its object in DIR/lds.
sod() {
	tail -c +5 "$1/SOD.bin" >"$1/sod"
	openssl cms -verify -inform DER -in "$1/sod" -CAfile "$2" -binary \
	    -out "$1/lds" -certsout "$1/ds.pem"
}
exits 0 'openssl cms takes the SOD' sod a a/csca.pem
openssl cms -cmsout -print -inform DER -in a/sod >signed
has 'it signs an LDS security object' signed '(2.23.136.1.1.1)'
has 'signing time: the day of issue' signed \
    'UTCTIME:May 31 03:15:00 2021 GMT'
openssl asn1parse -inform DER -in a/lds >object
is 'hashes as sha256sum has them' \
    "$(sed -n 's/.*OCTET STRING *\[HEX DUMP\]://p' object | tr A-F a-f)" \
    "$(for n in 1 2 3 13 14 15; do sha256sum <a/DG$n.bin; done |
    cut -d' ' -f1)"
is 'the groups that it lists' \
    "$(sed -n 's/.*d=3.*INTEGER *://p' object | xargs)" '01 02 03 0D 0E 0F'
openssl x509 -in a/ds.pem -noout -text >ds
has 'the signer: its curve' ds 'ASN1 OID: brainpoolP384r1'
has 'the signer: signed by the CSCA' ds 'ecdsa-with-SHA384'
has 'the signer: three months of use' ds \
    'Not Before: Mar 28 00:00:00 2021 GMT, Not After: Jul  3 00:00:00 2021 GMT'
has 'the signer: no authority' ds 'CA:FALSE'
has 'the signer: where it comes from' ds 'DirName:/L=VN'

# One octet of the object under the signature is changed: the first hash's.
cp -r a forged
python3 - a/lds a/SOD.bin forged/SOD.bin <<-'E'
import sys
lds, sod = (open(f, 'rb').read() for f in sys.argv[1:3])
at = sod.index(lds) + 31
open(sys.argv[3], 'wb').write(sod[:at] + bytes([sod[at] ^ 1]) + sod[at + 1:])
E
exits 4 'a SOD with another hash is refused' sod forged a/csca.pem

# CSCA of one folder are the same, of another not.
exits 0 'the same folder' card --pki pki --profile forever --dump b
cmp -s a/csca.pem b/csca.pem
ok $? 'the same CSCA'
exits 0 'its SOD under the first CSCA' sod b a/csca.pem
exits 0 'another authority' card --dump c
exits 4 'its SOD under the first CSCA' sod c a/csca.pem
for i in 1 2 3 4; do card --pki together --dump "t$i" & done
wait
is 'four at once share a CSCA' "$(sha256sum t?/csca.pem | cut -d' ' -f1 |
    sort -u | wc -l)" 1
for i in 1 2 3 4; do sod "t$i" t1/csca.pem 2>/dev/null || echo "t$i"; done >bad
is 'and verify under it' "$(cat bad)" ''

# EF.CardSecurity.
exits 0 'chip-authentication mapping' card --pki pki --profile cam --dump cam
exits 0 'openssl cms takes EF.CardSecurity' openssl cms -verify -inform DER \
    -in cam/CardSecurity.bin -CAfile a/csca.pem -binary -out infos
is 'what it signs begins as EF.CardAccess' \
    "$(hex infos | cut -c9-152)" "$(hex cam/CardAccess.bin | cut -c5-148)"
is 'and generic mapping stands beside the other' \
    "$(hex cam/CardAccess.bin | cut -c69-)" \
    "3012060a04007f0007020204060202010202010d3012060a04007f000702020402020201\
0202010d"

# Explicit parameters: OpenSSL 3 refuses a chain with them (error 94).
exits 0 'explicit parameters' card --explicit-pki --dump x
exits 4 'explicit parameters: refused by openssl' sod x x/csca.pem
exits 0 'explicit parameters: the signature itself is good' \
    openssl cms -verify -inform DER -in x/sod -noverify -binary -out x/lds \
    -certsout x/ds.pem
exits 2 'explicit parameters: by the chain' \
    openssl verify -CAfile x/csca.pem x/ds.pem
has 'explicit parameters: error 94' err 'error 94'

# Faces by a decoder that nobody here wrote.
cat >face.py <<-'E'
import io, sys
from PIL import Image
b = open(sys.argv[1], 'rb').read()
at = max(b.find(b'\xff\xd8\xff\xe0'), b.find(b'\x00\x00\x00\x0cjP  '))
im = Image.open(io.BytesIO(b[at:]))
im.load()
print(im.format, *im.size)
E
if /usr/bin/python3 -c 'import PIL' 2>/dev/null; then
	exits 0 'jp2' card --profile jp2 --dump jp2
	is 'a JPEG 2000 face' "$(/usr/bin/python3 face.py jp2/DG2.bin)" \
	    'JPEG2000 240 320'
	is 'a JPEG face' "$(/usr/bin/python3 face.py a/DG2.bin)" 'JPEG 240 320'
else
	skip 'faces' 'python3-pil is not here'
fi

# On a reader.
exits 2 'nobody listens there' card --port 1 --wait 0
same_out 'nobody listens there' <<-'E'
079090000123 no-reader
E
readers_needed 'a card on a reader'
readers_start 1
card --port "$(reader_port 0)" --pki pki --log trace >cards &
pid=$!
exits 0 'a card is there' pcsc_probe 'Virtual A' wait connect
same_out 'with the ATR of such a card' <<-'E'
3b8980014d4b6a434f532d333712
E
mrtdread 'Virtual A' 090000123 900102 300102 >by
has 'mrtdreader reads it' by 'NGUYEN<<VAN<AN'
cmp -s image.jpg <(tail -c "$(stat -c %s image.jpg)" a/DG2.bin)
ok $? 'and the picture as issued'
has 'what passed is in the log' trace '> 00A4040C07A0000002471001'
kill $pid
wait $pid
is 'taken away when told' "$?:$(cat cards)" '0:079090000123 stopped'
exits 0 'and gone for the reader' pcsc_probe 'Virtual A' gone

# passes N: mrtdreader reads person N, who then leaves.
passes() {
	local zone
	mapfile -t zone < <(card --crowd "$1" --mrz)
	pcsc_probe 'Virtual A' wait || return
	mrtdread 'Virtual A' "${zone[0]:5:9}" "${zone[1]:0:6}" \
	    "${zone[1]:8:6}" >by
	pcsc_probe 'Virtual A' gone || return
	grep -qF "${zone[2]}" by
}
card --crowd 3 --port "$(reader_port 0)" --swaps 3 --linger 300 \
    >cards &
pid=$!
for i in 3 4 5; do
	passes $i
	ok $? "person $i comes and is read"
	card --crowd $i --payload | cut -d'|' -f1 | sed 's/$/ read/' >>expected
done
soon has_lines 3 cards
kill $pid 2>/dev/null	# gone already
wait $pid
is 'three persons come and go' "$?:$(cat cards)" "0:$(cat expected)"
done_testing
