#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# cccd-qr: pictures in every format, sheets, scanner text, a serial device,
# camera streams, and the scanner's examination.
. "$(dirname "$0")/lib.sh"

a='001099000001|012345678|Nguyễn Văn Mẫu|01021999|Nam|Số 1, Phường Mẫu, Quận Mẫu, Hà Nội|15032021'
b='001199000002||Trần Thị Mẫu|01021999|Nữ|Thôn Mẫu, Xã Mẫu, Ninh Bình|06102025||||'
code() { photo one --family clean --level 4 --out "$2" --payload "$1" >/dev/null; }
raws() { jq -r .qr.raw "${1:-out}"; }
code "$a" a.png
code "$b" b.png

# pictures
for ext in jpg pjpg pgm heic; do
	picture a.png "a.$ext"
	exits 0 "$ext" cccd-qr "a.$ext"
	is "$ext: the exact payload" "$(raws)" "$a"
	is "$ext: nothing on standard error" "$(cat err)" ''
done
exits 0 'standard input' cccd-qr <a.png
is 'standard input: from' "$(jq -r .from out)" '-'
exits 0 'a dash among files' cccd-qr b.png - <a.jpg
is 'a dash: in order' "$(raws | xargs -d '\n' -n1 | cut -d'|' -f1 | xargs)" \
	'001199000002 001099000001'
is 'the file is named' "$(jq -r .from out | xargs)" 'b.png -'
exits 0 'its place' cccd-qr a.png
is 'four corners inside the picture' "$(jq '.qr.position | .width as $w |
	.height as $h | [.corners[] | .[0] > 0 and .[0] < $w and .[1] > 0 and
	.[1] < $h] | all and length == 4' out)" true

# a sheet, and what else lies about
exits 0 'sheet drawn' photo sheet 4 --seed 3 --out sheet.jpg
sort out >truth
exits 0 'a sheet of cards' cccd-qr sheet.jpg
raws | sort >got
cmp -s truth got
ok $? 'a record for each of its cards'
page=()
for i in {10..49}; do
	page+=("0010990000$i|0123456$i|Nguyễn Văn Mẫu|01021999|Nam|Số $i, Hà Nội|15032021")
done
codes - 5 "${page[@]}" >page.pgm
exits 0 'a page of forty' cccd-qr --budget-ms 30000 page.pgm
is 'forty records' "$(jq -r .id out | sort -u | wc -l)" 40
same_err 'a page of forty' </dev/null
codes - 10 "${page[@]}" "${page[@]//001099/001199}" >page.pgm
exits 0 'a page of eighty' cccd-qr --budget-ms 30000 page.pgm
same_err 'a page of eighty' <<'EOT'
cccd-qr: page.pgm: more cards may be in it: raise --budget-ms or take them in several pictures
EOT
code '00020101021238540010A00000072701240006970436' vietqr.png
exits 1 'a bank code' cccd-qr vietqr.png
same_out 'a bank code' </dev/null
same_err 'a bank code' <<'EOT'
cccd-qr: vietqr.png: no citizen card: this is a bank transfer code (VietQR)
EOT
exits 1 'a bank code beside a card' cccd-qr vietqr.png a.png
is 'the card is read' "$(raws)" "$a"
code 'HS4010112345678|4e677579e1bb856e|01/02/1999|1|4d|01 - 001|x' bhyt.png
exits 1 'a health insurance card' cccd-qr bhyt.png
has 'is named' err 'cccd-qr: bhyt.png: no citizen card: this is a health insurance card (BHYT)'
printf 'P2 2 2 9\n9 9 9 9\n' >white.pgm
exits 1 'no code at all' cccd-qr white.pgm
same_err 'no code at all' <<'EOT'
cccd-qr: white.pgm: no code was found: take a closer, sharper picture of it
EOT

# codes that name a character set, for which the C library loads a file
for eci in 1 3 26; do
	codes $eci 1 "$a" >eci.pgm
	exits 0 "a card with ECI $eci" cccd-qr eci.pgm
	is "ECI $eci: the exact payload" "$(raws)" "$a"
done
for eci in 0 2 3 4 11 18 20 26; do
	codes $eci 1 hello >eci.pgm
	exits 1 "another code with ECI $eci" cccd-qr eci.pgm
	same_err "another code with ECI $eci" <<'EOT'
cccd-qr: eci.pgm: no citizen card: this is a code that is not a citizen card's
EOT
done
codes 3 1 $'caf\xe9' >eci.pgm
exits 1 'Latin-1 that is Latin-1' cccd-qr eci.pgm
has 'is named' err 'this is a code that is not a citizen card'

# scanner text
printf '%s\r\n%s\r' "$a" "$b" >typed
exits 0 'text' cccd-qr --text typed
raws >got
is 'text: both lines' "$(cat got)" "$a
$b"
is 'text: from' "$(jq -r .from out | xargs)" 'typed:1 typed:2'
printf '%s\0\n\r\n%s' "$a" "$b" >typed
exits 0 'NUL and no end' cccd-qr --text typed
is 'NUL and no end: both lines' "$(raws | wc -l)" 2
exits 0 'text from standard input' cccd-qr --text <typed
exits 1 'another code among the text' cccd-qr --text - typed <<<'hello'
is 'the others are read' "$(raws | wc -l)" 2
has 'it is named' err 'cccd-qr: -:1: no citizen card: this is a code that is not a citizen card'"'"'s'

# each line is out before the next is waited for
mkfifo in
cccd-qr --text in >live 2>/dev/null &
exec 7>in
echo "$a" >&7
soon test -s live
is 'a record comes before the input ends' "$(jq -r .id live)" 001099000001
exec 7>&-
wait

# a serial device: a pseudo terminal that echoes, maps and breaks lines unless
# it is set raw; the scan ends by silence or CR
cat >serial.py <<'EOT'
import os, pty, sys, termios, time, subprocess
master, slave = pty.openpty()
a = termios.tcgetattr(slave)
before = a[:]
p = subprocess.Popen(["cccd-qr", "--text", os.ttyname(slave)],
    stdout=open("scans", "w"), stderr=open("told", "w"))
for _ in range(3000):
    if not termios.tcgetattr(slave)[3] & termios.ICANON:
        break
    time.sleep(0.02)
now = termios.tcgetattr(slave)
raw = not now[3] & (termios.ECHO | termios.ICANON) and \
    not now[0] & (termios.ICRNL | termios.IXON)
print("raw" if raw else "cooked")
def lines():
    return open("scans").read().count("\n")
def wait(n):
    for _ in range(3000):
        if lines() >= n:
            return True
        time.sleep(0.02)
    return False
data = sys.argv[1].encode()
os.write(master, data[:40])
time.sleep(0.05)
os.write(master, data[40:])
print("silence" if wait(1) else "no silence")
os.write(master, sys.argv[2].encode() + b"\r")
print("cr" if wait(2) else "no cr")
p.terminate()
print(p.wait())
print("restored" if termios.tcgetattr(slave) == before else "left raw")
EOT
exits 0 'a serial device' python3 serial.py "$a" "$b"
same_out 'a serial device' <<'EOT'
raw
silence
cr
-15
restored
EOT
is 'a serial device: both scans' "$(raws scans)" "$a
$b"

# on a terminal people get a sentence
exits 0 'a terminal' on_tty cccd-qr a.png
same_out 'a terminal' <<'EOT'
card read: 001099000001, Nguyễn Văn Mẫu, born 01/02/1999
EOT
echo "${a/01021999/00001999}" >year
exits 0 'a year alone' on_tty cccd-qr --text year
is 'a year alone' "$(sed 's/ (with.*//' out)" \
    'card read: 001099000001, Nguyễn Văn Mẫu, born 1999'
export LANGUAGE=vi
exits 0 'in Vietnamese' on_tty cccd-qr a.png
unset LANGUAGE
has 'in Vietnamese' out 'Nguyễn Văn Mẫu, sinh 01/02/1999'
exits 2 'a terminal, hostile name' on_tty cccd-qr --text $'\033]0;evil\007.txt' \
	a.png
lacks 'no escape reaches it' out $'\033]0'

# streams
picture a.png a.y4m
picture b.png b.pgm
picture b.png b.jpg
cat a.jpg a.jpg b.jpg b.jpg >film.jpg
cat a.pgm b.pgm b.pgm >film.pgm
for film in film.jpg film.pgm; do
	exits 0 "$film" cccd-qr --stream <$film
	is "$film: each card once" "$(raws)" "$a
$b"
done
exits 0 'Y4M' cccd-qr --stream <a.y4m
is 'Y4M: the payload' "$(raws)" "$a"
is 'the frame is told' "$(jq -c '[.qr.position.frame, .qr.position.t_ms]' out)" '[1,0]'
exits 0 'from a pipe, once' bash -c 'cat film.jpg | cccd-qr --stream --once'
is 'one card' "$(raws | wc -l)" 1
exits 0 'garbage between' bash -c '(cat a.jpg; echo garbage; cat b.jpg) >g; cccd-qr --stream <g'
is 'garbage: both cards' "$(raws | wc -l)" 2
same_err 'garbage' <<'EOT'
cccd-qr: standard input: is a damaged picture
EOT
printf 'P5 9 9 255\n%081d' 0 >white.p5
exits 1 'a stream without a card' cccd-qr --stream <white.p5
same_err 'a stream without a card' <<'EOT'
cccd-qr: standard input: no card was seen in 1 pictures
EOT

# one card is reported while the camera still runs
mkfifo cam
cccd-qr --stream <cam >live 2>/dev/null &
exec 7>cam
cat a.jpg a.jpg >&7
soon test -s live
is 'a card comes before the stream ends' "$(jq -r .id live)" 001099000001
exec 7>&-
wait

# the examination
exits 1 'doctor, another code' cccd-qr --doctor <<<"$a"
has 'is told' out 'this is not the test code'
sed -n '/█/p' out >drawn
ok "$(($(wc -l <drawn) < 20))" 'the test code is drawn'
exits 2 'doctor, nothing' cccd-qr --doctor </dev/null
same_err 'doctor, nothing' <<'EOT'
cccd-qr: the scanner sent nothing: check its cable and that the operand is its device
EOT

# what the screen shows is read back by a decoder that is not ours
python3 - <<'EOT'
rows = []
for line in open("drawn", encoding="utf-8").read().splitlines():
    rows.append([c in "█▀" for c in line])
    rows.append([c in "█▄" for c in line])
w, h, s = len(rows[0]), len(rows), 4
with open("drawn.pgm", "wb") as f:
    f.write(b"P5 %d %d 255\n" % (w * s, h * s))
    for r in rows:
        f.write(bytes(255 if x else 0 for x in r for _ in range(s)) * s)
EOT
zbarimg --nodbus -q --raw -Sbinary drawn.pgm >scan 2>/dev/null
exits 0 'doctor, the screen scanned' cccd-qr --doctor scan
has 'all well' out 'all well: every letter arrived'
exits 1 'doctor, letters lost' cccd-qr --doctor <<<"$(iconv -c -t ASCII scan)"
is 'and which setting to change' "$(tail -n 2 out)" \
	'letters beyond ASCII do not arrive at all
set the scanner to USB-COM (virtual serial port) and read that port'

exits 0 'version' cccd-qr --version
has 'the decoder is told' out 'zbar '
ok "$(($(grep -cE 'seccomp|AddressSanitizer' out) == 0))" 'the fences are told'
done_testing
