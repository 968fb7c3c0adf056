#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# rosterlint: what is no roster, full disks, closed pipes, places that cannot
# be written.
. "$(dirname "$0")/lib.sh"
at='--at 2026-11-26'

usage() {
	local name=$1 says=$2
	shift 2
	exits 2 "$name" rosterlint "$@"
	has "$name: says" err "$says"
}
printf 'Họ và tên,CCCD,Ngày sinh,Giới tính\nLê Thị Mẫu,001199000003,03/02/1999,Nữ\n' >good.csv

# --- usage
usage 'no such criterion' '--only: say correct, complete, clean or current' --only bright good.csv
usage 'no such finding' 'see --list-findings' --ignore number.nothing good.csv
usage 'no such member' '--need: no member of a record: colour' --need id,colour good.csv
usage 'no day' '--at: write the date as YYYY-MM-DD' --at 2026-02-30 good.csv
usage 'half a day' '--at: write the date as YYYY-MM-DD' --at 2026-02 good.csv
usage 'too many examples' '--examples' --examples 100000 good.csv
usage 'no charset' '--charset: not known: say utf-8' --charset latin-9 good.csv
usage 'no order of dates' '--date-order: say dmy or mdy' --date-order ymd good.csv
usage 'nothing to add up' '--sum: name the summaries' --sum

# --- files
exits 2 'no such file' rosterlint $at missing.csv
same_err 'no such file' <<'EOT'
rosterlint: missing.csv: No such file or directory
rosterlint: rows: 0; with findings: 0; errors: 0, warnings: 0, notes: 0
EOT
exits 2 'one of two is missing' rosterlint $at missing.csv good.csv
has 'the other is read' err 'rows: 1'
exits 2 'a folder' rosterlint $at .
none='rosterlint: rows: 0; with findings: 0; errors: 0, warnings: 0, notes: 0'
same_err 'a folder' <<<"rosterlint: .: is a folder: name a file
$none"
exits 2 'a folder as standard input' rosterlint $at <.
same_err 'a folder as standard input' \
    <<<"rosterlint: standard input: is a folder: name a file
$none"
ln -s nowhere dangling
cp good.csv locked.csv
chmod 000 locked.csv
exits 2 'a link to nothing' rosterlint $at dangling
same_err 'a link to nothing' \
    <<<"rosterlint: dangling: No such file or directory
$none"
exits 2 'what one may not read' as_user env CCCD_SHARE="$T" rosterlint $at --only clean "$T/locked.csv"
same_err 'what one may not read' \
    <<<"rosterlint: $T/locked.csv: Permission denied
$none"
mkfifo fifo
cat good.csv >fifo &
exits 0 'a pipe with a name' rosterlint $at --all fifo
is 'a pipe with a name' "$(jq -r .from out)" fifo:2
exits 2 'a folder for a list' rosterlint $at --expect . good.csv
same_err 'a folder for a list' <<<'rosterlint: .: is a folder: name a file'
exits 2 'a picture' sh -c 'printf "\211PNG\r\n\032\n\0\0\0\rIHDR" | rosterlint --at 2026-11-26'
exits 2 'an open quote' rosterlint $at <<'EOT'
Họ và tên,CCCD
"Lê Thị Mẫu,001199000003
EOT
exits 0 'nothing at all' rosterlint $at /dev/null
same_err 'nothing at all' <<<"$none"
{
	cat good.csv
	awk 'BEGIN { for (i = 10; i < 9000; i++)
		printf "Lê Thị Mẫu,001199%06d,03/02/1999,Nữ\n", i }'
	echo 'Lê Thị Mẫu,001199000004,03/02/1999,Nữ,x,y'
} >cells.csv
exits 1 'a row of too many cells' rosterlint $at --ignore 'person.*' cells.csv
is 'is a finding' "$(jq -r '.lint[0].finding' out)" row.reject
printf '{"id":"001199000003","name":"Lê Thị Mẫu","dob":"1999-02-03","sex":"F"}\n{"id":\n{"id":"001199000004","name":"Lê Thị Mậu","dob":"1999-02-04","sex":"F"}\n' >broken
exits 2 'a broken record' rosterlint $at broken
has 'is named' err 'rosterlint: broken:2: record: '
has 'and the others are read' err 'rows: 3'
exits 2 'strict stops there' rosterlint $at --strict broken
has 'and reads no more' err 'rows: 1;'
lacks 'nobody is named in messages' err 'Mẫu'

# --- a unit that no column has
exits 2 'no such unit' rosterlint $at --unit khu good.csv
same_err 'no such unit' <<'EOT'
rosterlint: good.csv: no column khu for --unit: its columns: Họ và tên, CCCD, Ngày sinh, Giới tính
rosterlint: rows: 0; with findings: 0; errors: 0, warnings: 0, notes: 0
EOT
printf 'CCCD,Khu\n001199000003,A\n' >khu.csv
exits 2 'one of two has it' rosterlint $at --unit khu --summary s.json good.csv khu.csv
is 'it is counted' "$(jq -c '.units | keys' s.json)" '["A"]'
tail -n 1 good.csv >bare.csv
exits 2 'no header' rosterlint $at --unit khu --no-header bare.csv
has 'our names' err 'bare.csv: no column khu for --unit: its columns: name, id, dob, sex'
exits 0 'by our name' rosterlint $at --unit sex --no-header bare.csv
printf '{"id":"001199000003","name":"Lê Thị Mẫu","dob":"1999-02-03","sex":"F"%s}\n' \
    '' ',"other":{"Khu":"A"}' >khu.json
exits 2 'no record has it' rosterlint $at --ignore 'number.*' --unit lop khu.json
has 'is said at the end' err 'khu.json: no column lop for --unit: its columns: id, name, dob, sex'
exits 0 'a record has it' rosterlint $at --ignore 'number.*' --unit Khu khu.json
exits 0 'nobody has no column' rosterlint $at --unit khu /dev/null

# --- places that cannot be written
exits 2 'the page in no folder' rosterlint $at --html no/where/p.html good.csv
same_err 'the page in no folder' <<'EOT'
rosterlint: no/where/p.html: No such file or directory
EOT
mkdir locked
chmod 555 locked
exits 2 'the page where one may not' as_user rosterlint $at --html "$T/locked/p.html" "$T/good.csv"
has 'is said' err 'Permission denied'
exits 2 'no list' rosterlint $at --expect missing.csv good.csv
same_err 'no list' <<'EOT'
rosterlint: missing.csv: No such file or directory
EOT
exits 2 'a list that is none' rosterlint $at --expect broken.txt good.csv
printf '\211PNG\r\n\032\n\0\0\0\rIHDR' >broken.txt
exits 2 'a list that is no roster' rosterlint $at --expect broken.txt good.csv

# --- full disk, closed pipe
if [ -w /dev/full ]; then
	exits 2 'a full disk' sh -c "rosterlint $at --all good.csv >/dev/full"
	exits 2 'a full disk for the table' sh -c "rosterlint $at --table good.csv >/dev/full"
	exits 2 'a full disk for the page' rosterlint $at --html /dev/full good.csv
	has 'is said' err 'No space left on device'
	exits 2 'a full disk for the summary' rosterlint $at --summary /dev/full good.csv
	exits 2 'a full disk for the sum' sh -c "rosterlint $at --summary s.json good.csv && rosterlint --sum s.json >/dev/full"
else
	skip 'a full disk' 'no /dev/full here'
fi
exits 2 'a closed pipe' closed_pipe rosterlint $at --all good.csv

# --- summaries that are none
rosterlint $at --summary s.json good.csv 2>err
for bad in '' '{}' '[]' '{"summary":"rosterlint"}' '{"summary":"rosterdiff","version":1}' \
    '{"summary":"rosterlint","version":2}' "$(sed 's/"rows":1/"rows":-1/' s.json)" \
    "$(sed 's/"findings":{}/"findings":{"x.y":1}/' s.json)" \
    "$(sed 's/"skipped"/"slept"/' s.json)" "$(sed 's/"files"/"all"/' s.json)" \
    "$(head -c 100 s.json)"; do
	printf '%s\n' "$bad" >bad.json
	exits 2 "a summary: ${bad:0:30}" rosterlint --sum s.json bad.json
done
exits 0 'a good one' rosterlint --sum s.json

# --- two at once know nothing of each other
for i in 1 2 3 4; do
	rosterlint $at --all good.csv >at$i 2>err$i &
done
wait
cat at1 at1 at1 at1 >want
cat at1 at2 at3 at4 | cmp -s - want && [ -s at1 ]
ok $? 'four at once'
done_testing
