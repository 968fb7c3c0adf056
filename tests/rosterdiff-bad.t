#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# rosterdiff and what goes wrong: full disks, kills, quotes, endless rows.
. "$(dirname "$0")/lib.sh"
export CCCD_SHARE=$ROOT/share

# rows FROM TO SUFFIX: a plain roster.
rows() {
	echo 'so dinh danh,ho ten,ngay sinh'
	awk -v a="$1" -v b="$2" -v s="$3" 'BEGIN {
		for (i = a; i < b; i++)
			printf "001099%06d,Nguyen Van %d%s,1999-01-02\n",
			    (i * 7919) % 1000000, i, s
	}'
}
rows 0 60000 '' >l.csv
rows 100 60100 '' >r.csv
mkdir tmp

exits 2 'no such file' rosterdiff nowhere.csv l.csv
same_err 'no such file' <<'EOT'
rosterdiff: nowhere.csv: No such file or directory
EOT
head -n 5 l.csv >few.csv
ln -s nowhere dangling
cp few.csv locked.csv
chmod 000 locked.csv
mkfifo fifo
# refuses NAME MESSAGE OPERAND ...
refuses() {
	local name=$1 says=$2
	shift 2
	exits 2 "$name" rosterdiff "$@"
	same_err "$name" <<<"rosterdiff: $says"
	is "$name: nothing comes out" "$(cat out)" ''
}
refuses 'a folder' 'tmp: is a folder: name a file' tmp few.csv
refuses 'a folder on the right' 'tmp: is a folder: name a file' few.csv tmp
refuses 'a folder, in order' 'tmp: is a folder: name a file' \
    --sorted few.csv tmp
refuses 'a folder as standard input' \
    'standard input: is a folder: name a file' - few.csv <tmp
refuses 'a link to nothing' 'dangling: No such file or directory' \
    few.csv dangling
exits 2 'what one may not read' as_user rosterdiff "$T/locked.csv" "$T/few.csv"
has 'what one may not read' err \
    "rosterdiff: $T/locked.csv: Permission denied"
cat few.csv >fifo &
exits 0 'a pipe with a name' rosterdiff fifo few.csv
exits 1 'nobody on one side' rosterdiff /dev/null few.csv
is 'nobody on one side' "$(jq -r .class out | uniq -c | xargs)" '4 added'
exits 0 'nobody on both' rosterdiff /dev/null /dev/null
# a file that says that it is empty: the roster is the program's environment
printf 'CCCD,Họ tên\n001099000001,Nguyễn Văn Mẫu\n' >one.csv
exits 0 'a file of /proc' env -i "$(printf 'CCCD,Họ tên,=\n%s\n%s' \
    '001099000001,Nguyễn Văn Mẫu,' 'Tổng cộng,')" \
    "$(command -v rosterdiff)" /proc/self/environ one.csv
has 'is read' err 'right rows: 1 = 1 same'
exits 2 'standard input twice' rosterdiff - -
exits 2 'one roster' rosterdiff l.csv
exits 2 'a key that is nowhere' rosterdiff -k 'khong co' l.csv r.csv
has 'a key that is nowhere' err 'is on no side'
exits 2 'a cause that is none' rosterdiff --ignore-cause x l.csv r.csv

# Spilling: the same bytes, and nothing left.
rosterdiff --fuzzy off l.csv r.csv >expected 2>expected.err
exits 1 'spilled' rosterdiff --fuzzy off --memory 1M --tmp tmp l.csv r.csv
same_out 'spilled' <expected
same_err 'spilled' <expected.err
is 'nothing is left' "$(ls -A tmp)" ''
exits 2 'no folder for it' rosterdiff --memory 1M --tmp nowhere l.csv r.csv
has 'no folder for it' err 'nowhere'
(
	ulimit -f 1
	exits 2 'the disk is full while spilling' \
	    rosterdiff -q --memory 1M --tmp tmp l.csv r.csv
	has 'the disk is full' err 'the disk is full'
	done_testing
) >limited 2>&1
is 'the disk is full while spilling' "$(grep -c '^ok' limited)" 2
is 'and nothing is left' "$(ls -A tmp)" ''
exits 2 'a full disk for the lines' bash -c 'rosterdiff l.csv r.csv >/dev/full'
exits 2 'a closed pipe' closed_pipe rosterdiff l.csv r.csv

# Killed in the middle, with its memory on the disk.
for sig in TERM INT KILL; do
	mkfifo pipe
	rosterdiff --memory 1M --tmp tmp l.csv pipe >/dev/null 2>&1 &
	pid=$!
	exec {fd}>pipe
	head -c 1000000 r.csv >&"$fd"
	soon drained "$fd"
	spilled() { find "/proc/$pid/fd" -lname "$T/tmp/*" | grep -q .; }
	soon spilled
	ok $? "SIG$sig: what was read is on the disk"
	kill -s "$sig" "$pid"
	exec {fd}>&-
	wait "$pid" 2>/dev/null
	is "SIG$sig: nothing is left" "$(ls -A tmp)" ''
	rm pipe
done

# Numbers that lie side by side in the table of keys, and others that all begin
# to look where the first of them is: nobody walks past all.
python3 - <<'EOP'
def key(mixed):
    while mixed * 0xe19937733d % 2**40 >= 10**12:
        mixed += 1
    return mixed * 0xe19937733d % 2**40, mixed + 1
with open('row.csv', 'w') as f, open('start.csv', 'w') as g:
    print('so dinh danh,ho ten', file=f)
    print('so dinh danh,ho ten', file=g)
    at = 9
    for i in range(200000):
        print('%012d,An' % key((i << 16) + 1)[0], file=f)
        if at % 65536 > 60000:
            at += 65536 - 60000 + 9
        k, at = key(at)
        print('%012d,An' % k, file=g)
EOP
exits 1 'crafted numbers, five seconds' sh -c \
    'ulimit -t 5; exec rosterdiff -j1 -q --fuzzy off row.csv start.csv'
same_err 'crafted numbers' <<'EOT'
rosterdiff: left rows: 200000 = 0 same + 0 changed + 200000 removed
rosterdiff: right rows: 200000 = 0 same + 0 changed + 200000 added
EOT

printf 'so dinh danh,ho ten\n001099000001,"never closed\n' >open.csv
exits 2 'a quote is never closed' rosterdiff open.csv l.csv
has 'where it opens' err 'open.csv:2: '
{ cat l.csv; printf '001099000001,"never closed,1999-01-02\n'; cat r.csv; } \
    >open2.csv
exits 2 'a quote is never closed, far down' rosterdiff open2.csv l.csv
has 'where it opens, far down' err 'open2.csv:60002: '
# The quote stands 4 kB behind the start of a part of 64 KiB, in the block in
# which the part before ends.
awk 'BEGIN { print "so dinh danh,ho ten,ghi chu"; n = 28
	for (i = 0; n < 659000; n += 77)
		printf "%012d,An,%060d\n", 1099000000 + i++, 0
	print "001099999999,\"Bình"; print "001099999998,Chi" }' >open3.csv
for j in 1 2; do
	exits 2 "a quote behind a part, $j threads" rosterdiff -j$j open3.csv \
	    open3.csv
	same_err 'its own line' <<<'rosterdiff: open3.csv:8561: a quote is opened and not closed'
done

# 2 GB that are one cell, and take no room.
cp l.csv huge.csv
truncate -s 2G huge.csv
at_most() { (ulimit -t "$1"; shift; exec "$@"); }	# seconds of processor
exits 2 'an endless cell' at_most 20 rosterdiff huge.csv l.csv
has 'an endless cell' err 'huge.csv'
rm huge.csv

# Swapped sides tell the same of the other side.
rosterdiff --fuzzy off --brief r.csv l.csv >swapped 2>/dev/null
is 'swapped' "$(jq -r '.class' swapped | sort | uniq -c | tr -d '\n')" \
    "$(jq -r '.class' expected | sed 's/removed/x/;s/added/removed/;s/x/added/' |
    sort | uniq -c | tr -d '\n')"

# Two tables in one file, one of them in another order.
{ head -3 l.csv; echo; echo 'ho ten,so dinh danh,ngay sinh'
  echo 'Nguyen Van Hai,001099000777,1999-01-02'; } >two.csv
exits 1 'two tables' rosterdiff two.csv l.csv
has 'the second is understood' err 'left rows: 4 ='
exits 0 'two tables are themselves' rosterdiff two.csv two.csv
{ cat l.csv; echo 'ho ten,so dinh danh,ngay sinh'
  echo 'Nguyen Van Hai,001099000777,1999-01-02'; } >two2.csv
exits 0 'two tables, far down' rosterdiff two2.csv two2.csv
has 'two tables, far down' err '60001 same'

printf 'so dinh danh\n001099000001\n001099000002\n' >one.csv
printf 'so dinh danh\n001099000002\n001099000003\n' >one2.csv
exits 1 'one column' rosterdiff one.csv one2.csv
has 'one column' err '2 = 1 same + 0 changed + 1 removed'
head -1 l.csv >empty.csv
exits 0 'no rows' rosterdiff --worker --summary s.json empty.csv r.csv
exits 0 'no rows at all' rosterdiff empty.csv empty.csv
printf '' >nothing.csv
exits 1 'nothing is a roster too' rosterdiff -q nothing.csv r.csv
printf 'a,b\n1,2\n' >numbers.csv
exits 2 'no column of numbers' rosterdiff one.csv numbers.csv
same_err 'the file is named' <<<'rosterdiff: numbers.csv:1: no column of numbers: name one of them CCCD in the first row'
# A letter cut through where the rows stop, or begin again, to be the same.
awk 'BEGIN { print "so dinh danh,ho ten"
    for (i = 1; i < 15000; i++) printf "0010990%05d,Người Thứ %d\n", i, i }' >c.L
cp c.L c.R
n=20000
while read -r l r; do
	printf "0010990$n,$l\n" >>c.L
	printf "0010990$n,$r\n" >>c.R
	n=$((n + 1))
done <<'EOT'
x\xc3\xa9 x\xc3a
x\xc3\xa9 x\xc4\xa9
x\xc3\xa9 x\xa9
x\xc3\xa9y xy
x\xe1\xbb\x85y x\xbb\x85y
x\xe1\xbb\x85y x\xe1\xbby
x\xe1\xbb\x85y x\xe1\xba\x85y
a\xc3\xa9\xc3\xa9 a\xc3\xa9\xa9
a\xc3 a\xc3\xa9
EOT
exits 1 'letters cut through' rosterdiff --brief c.L c.R
is 'letters cut through' "$(jq -r '"\(.left.line):\(.cells[0].cause)"' out |
    tr '\n' ' ')" '15001:charset 15002:different 15003:charset 15004:different 15005:charset 15006:charset 15007:different 15008:charset 15009:charset '
has 'letters cut through, left' err 'rosterdiff: c.L:15009: rows of the differences have bytes that are no text (say the charset with --charset): 1'
has 'letters cut through, right' err 'rosterdiff: c.R:15001: rows of the differences have bytes that are no text (say the charset with --charset): 5'
done_testing
