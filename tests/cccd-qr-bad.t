#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# cccd-qr on bad input: exact status and message; what could be read is read.
. "$(dirname "$0")/lib.sh"

a='001099000001|012345678|Nguyễn Văn Mẫu|01021999|Nam|Số 1, Phường Mẫu, Quận Mẫu, Hà Nội|15032021'
photo one --family clean --level 4 --out a.png --payload "$a" >/dev/null
picture a.png a.jpg
picture a.png a.pgm
picture a.png a.heic
ids() { jq -r .id out | xargs; }

exits 2 'a missing file' cccd-qr gone
same_out 'a missing file' </dev/null
same_err 'a missing file' <<'EOT'
cccd-qr: gone: No such file or directory
EOT
exits 2 'one bad among several' cccd-qr a.png gone a.jpg
is 'the others are read' "$(ids)" '001099000001 001099000001'
exits 2 'strict stops at it' cccd-qr --strict a.png gone a.jpg
is 'strict: the one before is read' "$(ids)" 001099000001
exits 2 'a folder' cccd-qr .
same_err 'a folder' <<'EOT'
cccd-qr: .: Is a directory
EOT
exits 2 'empty input' cccd-qr /dev/null
same_err 'empty input' <<'EOT'
cccd-qr: /dev/null: is empty
EOT
exits 2 'input without end' cccd-qr /dev/zero
same_err 'input without end' <<'EOT'
cccd-qr: /dev/zero: longer than the limit
EOT
exits 2 'text without --text' cccd-qr - <<<"$a"
same_err 'text without --text' <<'EOT'
cccd-qr: standard input: is no JPEG, PNG, PNM or HEIC picture (for the text of a scanner use --text)
EOT
printf '%%PDF-1.7\n' >x.pdf
exits 2 'a PDF' cccd-qr x.pdf
same_err 'a PDF' <<'EOT'
cccd-qr: x.pdf: is a PDF file: save it as JPEG or PNG
EOT

cp a.png closed.png
chmod 0 closed.png
chmod 755 "$T"
if as_user test -r closed.png; then
	skip 'a file of somebody else' 'this user reads everything'
else
	exits 2 'a file of somebody else' as_user "$BUILD/bin/cccd-qr" closed.png
	same_err 'a file of somebody else' <<'EOT'
cccd-qr: closed.png: Permission denied
EOT
fi

# damaged pictures
half() { head -c "$(($(stat -c %s "$1") * $2 / 100))" "$1"; }
half a.jpg 30 >half.jpg
exits 2 'a third of a JPEG' cccd-qr half.jpg
same_out 'a third of a JPEG' </dev/null
same_err 'a third of a JPEG' <<'EOT'
cccd-qr: half.jpg: is a damaged picture, and what is left of it shows no card
EOT
head -c -20 a.jpg >almost.jpg
exits 0 'a JPEG without its end' cccd-qr almost.jpg
is 'its card is read' "$(ids)" 001099000001
same_err 'a JPEG without its end' <<'EOT'
cccd-qr: almost.jpg: is a damaged picture: more cards may have been in it
EOT
half a.png 20 >half.png
exits 2 'a fifth of a PNG' cccd-qr half.png
half a.pgm 10 >half.pgm
exits 2 'a tenth of a PGM' cccd-qr half.pgm
same_err 'a tenth of a PGM' <<'EOT'
cccd-qr: half.pgm: is a damaged picture, and what is left of it shows no card
EOT
half a.heic 50 >half.heic
exits 2 'half a HEIC' cccd-qr half.heic a.png
is 'the next picture is read' "$(ids)" 001099000001

# too large by the header alone: refused at once, no memory taken
printf 'P5 30000 30000 255\n' >huge.pgm
printf '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x30\x8\0\0\0\0\0\0\0\0' >huge.png
printf '\xff\xd8\xff\xc0\0\x0b\x08\x75\x30\x75\x30\1\1\x11\0\xff\xda\0\x08\1\1\0\0\x3f\0' >huge.jpg
for f in huge.pgm huge.png huge.jpg; do
	exits 2 "$f of 30,000 a side" timeout 60 cccd-qr "$f"
	same_err "$f" <<EOT
cccd-qr: $f: is a picture beyond the size limit
EOT
done

# bombs: pixels within the limit, out of a small file; a text that is huge
python3 - <<'EOT'
import struct, zlib
def chunk(name, data):
    body = name + data
    return struct.pack(">I", len(data)) + body + \
        struct.pack(">I", zlib.crc32(body))
def deflate(n, byte=b"\0"):
    z = zlib.compressobj(9)
    out = [z.compress(byte * (1 << 20)) for _ in range(n >> 20)]
    return b"".join(out) + z.compress(byte * (n & 0xfffff)) + z.flush()
head = b"\x89PNG\r\n\x1a\n"
with open("bomb.png", "wb") as f:
    f.write(head + chunk(b"IHDR", struct.pack(">IIBBBBB", 16384, 4096, 8, 0,
        0, 0, 0)) + chunk(b"IDAT", deflate(16385 * 4096 + (256 << 20))) +
        chunk(b"IEND", b""))
png = open("a.png", "rb").read()
with open("text.png", "wb") as f:
    f.write(png[:33] + chunk(b"zTXt", b"k\0\0" + deflate(512 << 20)) +
        chunk(b"iCCP", b"k\0\0" + deflate(64 << 20)) + png[33:])
# a progressive JPEG whose scans do not end
jpg = b"\xff\xd8\xff\xc2\0\x0b\x08\x10\0\x10\0\1\1\x11\0" + \
    b"\xff\xc4\0\x14\0\1" + bytes(16) + b"\xff\xc4\0\x14\x10\1" + bytes(16)
scan = b"\xff\xda\0\x08\1\1\0\1\x3f\0" + b"\0"
with open("scans.jpg", "wb") as f:
    f.write(jpg + b"\xff\xda\0\x08\1\1\0\0\0\0\0" + scan * 20000 + b"\xff\xd9")
EOT
is 'the bomb is small' "$(($(stat -c %s bomb.png) < 1000000))" 1
exits 1 'a PNG bomb' timeout 120 cccd-qr bomb.png
has 'a PNG bomb shows nothing' err 'cccd-qr: bomb.png: no code was found'
exits 0 'a card in a PNG with a text bomb' timeout 120 cccd-qr text.png
is 'its card is read' "$(ids)" 001099000001
exits 2 'a JPEG of 20,000 scans' timeout 120 cccd-qr scans.jpg
same_err 'a JPEG of 20,000 scans' <<'EOT'
cccd-qr: scans.jpg: is a damaged picture
EOT

# scanner text
big_line() { head -c 100000000 /dev/zero | tr '\0' x; }
(echo "$a"; big_line; echo; echo "$a") >long
exits 2 'a line of 100 MB' cccd-qr --text long
is 'the lines around it are read' "$(ids)" '001099000001 001099000001'
same_err 'a line of 100 MB' <<'EOT'
cccd-qr: long:2: line: longer than the limit
EOT
printf '%s\n\xff\xfe\x80|\xc0\n%s\n' "$a" "$a" >bytes
exits 1 'bytes that are not UTF-8' cccd-qr --text bytes
is 'the lines around them are read' "$(ids)" '001099000001 001099000001'
same_err 'bytes that are not UTF-8' <<'EOT'
cccd-qr: bytes:2: no citizen card: this is a code that is not a citizen card's
EOT
printf '\0\0%s\0\0\0' "$a" >nul
exits 0 'NUL bytes' cccd-qr --text nul
is 'NUL bytes end lines' "$(ids)" 001099000001
exits 0 'empty text' cccd-qr --text /dev/null
same_out 'empty text' </dev/null
exits 2 'text: a folder' cccd-qr --text .
exits 2 'text: a missing file among others' cccd-qr --text nul gone nul
is 'text: the others are read' "$(ids)" '001099000001 001099000001'

# output that cannot be written
for how in a.png '--text nul'; do
	# shellcheck disable=SC2086
	exits 2 "a full disk: $how" sh -c 'cccd-qr "$@" >/dev/full' sh $how
	same_err "a full disk: $how" <<'EOT'
cccd-qr: standard output: No space left on device
EOT
	# shellcheck disable=SC2086
	exits 2 "a closed pipe: $how" closed_pipe cccd-qr $how
	same_err "a closed pipe: $how" <<'EOT'
cccd-qr: standard output: Broken pipe
EOT
done
exits 2 'a stream to a full disk' sh -c 'cccd-qr --stream <a.jpg >/dev/full'

# streams
exits 2 'a stream of garbage' cccd-qr --stream <long
same_err 'a stream of garbage' <<'EOT'
cccd-qr: standard input: is a damaged picture
cccd-qr: standard input: no card was seen in 0 pictures
EOT
exits 2 'an empty stream' cccd-qr --stream </dev/null
exits 2 'a stream of a huge picture' cccd-qr --stream <huge.pgm
has 'is named' err 'is a picture beyond the size limit'
exits 0 'a huge picture, then a card' cccd-qr --stream \
	< <(cat huge.pgm a.jpg)

# usage
exits 2 'stream and text' cccd-qr --stream --text
has 'is refused' err '--stream, --text and --doctor exclude each other'
exits 2 'a stream from a file' cccd-qr --stream a.jpg
has 'is refused' err '--stream reads standard input only'
exits 2 'once without a stream' cccd-qr --once
exits 2 'a budget of nothing' cccd-qr --budget-ms 0 a.png
has 'is refused' err '--budget-ms: want a whole number from 1 to 60000'

# the decoder dies or hangs: its picture is lost, the next is read
python3 - <<'EOT'
import random
random.seed(7)
with open("noise.pgm", "wb") as f:
    f.write(b"P5 4000 4000 255\n" + random.randbytes(16000000))
EOT
hit() {
	local sig=$1 child='' tries=0
	shift
	"$@" >out 2>err &
	while [ -z "$child" ] && [ $((tries += 1)) -lt 100000 ]; do
		read -r child _ <"/proc/$!/task/$!/children"
	done
	[ -n "$child" ] && kill -STOP "$child" && kill "-$sig" "$child"
	wait $!
	echo $?
}
is 'killed' "$(hit KILL cccd-qr --budget-ms 20000 noise.pgm a.png)" 2
is 'killed: the next is read' "$(ids)" 001099000001
same_err 'killed' <<'EOT'
cccd-qr: noise.pgm: the decoder stopped on this input
EOT
is 'hung' "$(hit STOP cccd-qr --budget-ms 2000 noise.pgm a.png)" 2
same_err 'hung' <<'EOT'
cccd-qr: noise.pgm: took longer than allowed
EOT
is 'hung: the next is read' "$(ids)" 001099000001

# two at once
(
	cccd-qr a.png a.jpg a.heic >one &
	cccd-qr a.png a.jpg a.heic >two
	wait
)
is 'two at once' "$(jq -r .id one two | sort -u) $(cat one two | wc -l)" \
	'001099000001 6'
done_testing
