#!/bin/bash
# SPDX-License-Identifier: ISC
# rostercat and what is no roster: every refusal says where and what to do,
# nothing costs more memory than a row, and a full disk is no success.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

tail='rostercat: rows: 0; people: 0, repaired: 0, unclear: 0, rejected: 0; charset: utf-8'
# refuses NAME MESSAGE: of the file "bad".
refuses() {
	exits 2 "$1" rostercat bad
	same_err "$1" <<<"rostercat: $2
$tail"
	is "$1: nothing comes out" "$(cat out)" ''
}

exits 2 'no file' rostercat nowhere
has 'no file' err 'rostercat: nowhere: No such file or directory'
printf 'CCCD,Họ tên\n001099000001,An\n' >good.csv
exits 2 'the others are read' rostercat nowhere good.csv
is 'the others are read' "$(jq -r .name out)" An
mkdir folder
# --- what an operand can be that is no file
ln -s nowhere dangling
cp good.csv locked.csv
chmod 000 locked.csv
chmod 755 .
exits 2 'a folder' rostercat folder
same_err 'a folder' <<<"rostercat: folder: is a folder: name a file
$tail"
exits 2 'a folder as standard input' rostercat - <folder
same_err 'a folder as standard input' \
    <<<"rostercat: standard input: is a folder: name a file
$tail"
exits 2 'a link to nothing' rostercat dangling
same_err 'a link to nothing' \
    <<<"rostercat: dangling: No such file or directory
$tail"
exits 2 'what one may not read' as_user rostercat "$T/locked.csv"
same_err 'what one may not read' \
    <<<"rostercat: $T/locked.csv: Permission denied
$tail"
exits 0 'nothing at all' rostercat /dev/null
same_err 'nothing at all' <<<"$tail"
mkfifo fifo
cat good.csv >fifo &
exits 0 'a pipe with a name' rostercat fifo
is 'a pipe with a name' "$(jq -r .from out)" fifo:2

printf 'a,b\n1,2\n' >bad
refuses 'nobody' \
    'bad:1: no column of numbers: name one of them CCCD in the first row'
printf 'CCCD,Họ tên\n001099000001,An\n001099000002,"B\n001099000003,C\n' >bad
exits 2 'an open quote' rostercat bad
has 'an open quote: where it opens' err \
    'rostercat: bad:3: a quote is opened and not closed'
is 'an open quote: the rows before it' "$(jq -r .name out)" An
# 200 MB of address space, which the sanitizers' own needs would break
case $BUILD in
*asan*) limit=: ;;
*) limit='ulimit -v 200000' ;;
esac
endless() {
	{ printf 'CCCD,Họ tên\n001099000001,"'
		head -c 100000000 /dev/zero | tr '\0' x; } |
		sh -c "$limit; exec rostercat"
}
exits 2 'an endless field' endless
has 'an endless field: where' err 'standard input:2: a quote is opened in this row and not closed for too long'
{ printf 'CCCD,Họ tên\n001099000001,'
	head -c 300000 /dev/zero | tr '\0' x; } >bad
exits 2 'a long cell' rostercat bad
has 'a long cell' err 'rostercat: bad:2: the row is too long: is this a table?'
# six hundred columns; a title above them
for title in '' 'Danh sách\n'; do
	{ printf "$title"'CCCD'; printf ',c%d' {1..600}; echo; echo 001099000001,An; } >bad
	refuses 'six hundred columns' "bad:$((1 + ${#title} / 10)): more than 512 columns: leave out those that nobody needs"
done
{ printf 'CCCD,Họ tên'; printf ',%.0s' {1..3000}; echo
	printf '001099000001,An'; printf ',%.0s' {1..3000}; echo
	printf '001099000002,Bình'; printf ',%.0s' {1..3000}; echo x
	echo '001099000003,Chi'; } >odd
exits 1 'three thousand empty cells' rostercat odd
is 'three thousand empty cells are none' "$(jq -r .name out | xargs)" 'An Chi'
has 'but one with something in it is' err \
    'rostercat: odd:3: row: more cells than columns: look for a separator'
{ printf 'CCCD,Họ tên,'; head -c 1000000 /dev/zero | tr '\0' x; printf '\n001099000001,An,\n'; } >bad
refuses 'a header of a megabyte' 'bad:1: the row is too long: is this a table?'
{ printf 'CCCD,"Họ tên\n001099000001,An\n'; } >bad
refuses 'a quote that is open in the header' \
    'bad:1: a quote is opened and not closed'
{ printf 'Danh sách\n"CCCD,Họ tên\n'; head -c 300000 /dev/zero | tr '\0' 'x'; } >bad
refuses 'such a one, longer than can be looked at' \
    'bad:2: a quote is opened and not closed'
head -c 100000 /dev/urandom >bad
refuses 'rubbish' 'bad:1: is no text: name a table or a workbook'
printf '\xff\xfeC\0C\0C\0D\0\n\0001' >bad
exits 2 'half a character' rostercat bad
has 'half a character' err \
    'rostercat: bad:2: UTF-16 that ends inside a character: copy the file again'
printf 'sep="\nCCCD\n1\n' >bad
refuses 'no separator' \
    'bad:1: says a separator that cannot be: take the first line away'
printf '%%PDF-1.4\n' >bad
refuses 'a PDF' 'bad:1: a PDF: ask for the table that it was made of'
printf '{"id":"001099000001"}\n{"id":}\n{"id":"001099000003"}\n' >bad
exits 2 'a bad record' rostercat bad
has 'a bad record' err 'rostercat: bad:2: record: is not valid JSON'
is 'a bad record: the others' "$(jq -r .id out | xargs)" \
    '001099000001 001099000003'
exits 2 'a bad record is the end' rostercat --strict bad
is 'a bad record is the end' "$(jq -r .id out)" 001099000001

# --- bytes that are no text, where only a few of many rows have them
{ echo 'CCCD,Họ tên,Ngày sinh'
	seq -f '0010990%05.0f,Nguyễn Văn Mẫu,1999-02-03' 0 9999; } >plain.csv
awk 'NR == 8001 || NR == 9001 { sub("Văn", "V\xffn") } { print }' \
    plain.csv >bad
says=': row: is not valid UTF-8: say the charset with --charset, or save the table as CSV UTF-8'
counts='rows with bytes that are no text in this charset'
exits 1 'bytes that are no text' rostercat bad
same_err 'bytes that are no text' <<EOT
rostercat: bad:8001$says
rostercat: bad:9001$says
rostercat: bad:8001: $counts: 2
rostercat: rows: 10000; people: 9998, repaired: 0, unclear: 0, rejected: 2; charset: utf-8
EOT
exits 1 'such bytes: rosterlint' rosterlint --at 2026-11-26 --only correct bad
has 'such bytes: rosterlint' err "rosterlint: bad:8001: $counts: 2"
is 'such bytes: findings' "$(jq -c '[.lint[].finding, .lint[].line]' out |
    paste -sd' ')" '["row.reject",8001] ["row.reject",9001]'
exits 1 'such bytes: rosterdiff' rosterdiff plain.csv bad
has 'such bytes: rosterdiff' err 'rosterdiff: bad:8001: rows of the differences have bytes that are no text (say the charset with --charset): 2'
exits 0 'such bytes on both sides' rosterdiff bad bad
lacks 'such bytes on both sides' err 'no text'
{ cat plain.csv; echo; awk -F, '{ print $2 "," $1 "," $3 }' bad; } >two
exits 1 'such bytes in one of several tables' rosterdiff -q --summary s.json \
    plain.csv two
has 'such bytes in one of several tables' err "rosterdiff: two:18003: $counts: 2"
is 'are in the sum' "$(jq -c .bad_bytes s.json)" '{"left":0,"right":2}'

# --- columns without a name
printf 'CCCD,Họ tên,,\n001099000001,An,x,y\n' >odd
rostercat odd >out 2>err
is 'columns without a name' "$(jq -c .other out)" '{"column 3":"x","column 4":"y"}'
sed 's/y$/z/' odd >odd2
exits 1 'such columns are compared' rosterdiff odd odd2
is 'by their numbers' "$(jq -c .cells out)" '[{"column":"column 4","left":"y","right":"z","cause":"different"}]'
same_err 'by their numbers' <<'EOT'
rosterdiff: left rows: 1 = 0 same + 1 changed
rosterdiff: right rows: 1 = 0 same + 1 changed
EOT
cp out whole
{ rosterdiff --emit L odd; rosterdiff --emit R odd2; } >pieces 2>err
exits 0 'in pieces' rosterdiff --worker --tagged pieces
same_out 'in pieces' <whole
exits 0 'only one side has them' rosterdiff odd good.csv
has 'and the column is named' err 'rosterdiff: odd: only this side has the column column 3: not compared'

# --- odd, and yet read
printf 'CCCD,Họ tên\n001099000001,A\0n\n' >odd
exits 0 'NUL' rostercat odd
is 'NUL: a blank in a name' "$(jq -r .name out)" 'A n'
printf '001099000001\n001099000002\n' >odd
exits 0 'one column' rostercat odd
is 'one column' "$(jq -r .id out | xargs)" '001099000001 001099000002'
printf 'CCCD,Họ tên,Lớp\n001099000001\n001099000002,B\n' >odd
exits 0 'too few cells' rostercat odd
is 'too few cells' "$(jq -r '.id+":"+(.name//"")' out | xargs)" \
    '001099000001: 001099000002:B'
printf 'CCCD,"a""b\\c\n\033d",x,x\n001099000001,1,2,3\n' >odd
exits 0 'odd names of columns' rostercat odd
cp out named
exits 0 'odd names of columns, again' rostercat named
is 'names that records may have' "$(jq -c .other out)" \
    "{\"a'b/c d\":\"1\",\"x\":\"2\",\"x (4)\":\"3\"}"
cp good.csv 'a:b
c.csv'
exits 0 'an odd name of a file' rostercat $'a:b\nc.csv'
is 'an odd name of a file' "$(jq -r .from out)" $'a:b\nc.csv:2'

# --- usage
exits 2 'no charset' rostercat --charset latin9 good.csv
has 'no charset' err '--charset: not known: say utf-8'
exits 2 'no order' rostercat --date-order ymd good.csv
exits 2 'no sign' rostercat --separator '""' good.csv

# --- what cannot be written is no success
exits 2 'a full disk' sh -c 'rostercat good.csv >/dev/full'
has 'a full disk' err 'rostercat: standard output: No space left on device'
for i in $(seq 20000); do echo "001099000001,An"; done | cat good.csv - >many
exits 2 'a closed pipe' closed_pipe rostercat many
has 'a closed pipe' err 'rostercat: standard output: Broken pipe'

done_testing
