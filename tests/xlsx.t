#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Workbooks: cell by cell what openpyxl reads in them, rosters out of them, and
# files that are made to harm.
. "$(dirname "$0")/lib.sh"

make_py() { /usr/bin/python3 -W ignore "$ROOT/tests/xlsx_make.py" "$@"; }

# --- a witness that nobody here wrote: the same cells in a hundred workbooks
mkdir many
make_py random many 20261126 100
differ=()
for want in many/*.want; do
	file=${want%.want}
	sheet=${file##*.}
	file=${file%.*}.xlsx
	xlsx_probe "$file" "$sheet" >got 2>&1
	cmp -s got "$want" || differ+=("$file:$sheet")
done
is 'openpyxl reads the same cells' "${differ[*]}" ''
cells=$(cat many/*.want | wc -l)
is 'thousands of them' "$((cells > 5000))" 1
rm -rf many

# --- a roster with all that rosters have
make_py -- roster
exits 1 'the first sheet that is shown' rostercat roster.xlsx
is 'numbers get their zeros back, a date is one in both forms' \
    "$(jq -c '[.id, .name, .dob, .sex, .other["Lớp"]]' out)" \
    '["001099000001","Nguyễn Văn Mẫu","1999-01-31","M","10A1"]
["001199000002","Trần Thị Thử","1999-02-15","F","10A1"]
["079205000003","Lê Văn Ví Dụ","2005-12-01","M","10A2"]'
is 'the repair is said' "$(jq -r '.repairs[]?.from' out | xargs)" \
    '1099000001 79205000003'
is 'a hidden row is one, and said to be' \
    "$(jq -r 'select(.warnings) | .from + " " + .warnings[0].why' out)" \
    'roster.xlsx!Danh sách:8 the row is hidden in the workbook: is the person still on the list?'
exits 0 'a sheet by its name' rostercat --sheet 'tờ  khác' roster.xlsx
is 'is another' "$(jq -r .id out)" 001099000009
exits 0 'a sheet by its number' rostercat --sheet 3 roster.xlsx
is 'is the same' "$(jq -r .id out)" 001099000009
exits 2 'a sheet that is not there' rostercat --sheet 4 roster.xlsx
has 'is said' err 'no sheet of that name or number'
exits 2 'a hidden sheet' rostercat --sheet 1 roster.xlsx
has 'is read where it is named' err 'roster.xlsx:1: no column of numbers'
exits 1 'from a pipe' sh -c 'cat roster.xlsx | rostercat'
is 'the same people' "$(jq -r .id out | wc -l)" 3

# --- charsets by font
make_py -- fonts
exits 0 'fonts that say TCVN3 and VNI' rostercat fonts.xlsx
is 'cell by cell, also behind the first rows' \
    "$(jq -r '"\(.name), \(.other["Nơi sinh"])"' out | sort | uniq -c |
    sed 's/^ *//')" \
    '4 Lý Hồ Lý, Hà Nội
392 Nguyễn Văn Mẫu, Hà Nội
4 TRẦN THỊ THỬ, Hà Nội'

# --- files made to harm, and others that break: each in little time and memory
make_py -- bomb laughs outside deep long_text long_inline long_tag \
    long_comment wide indexes many_parts many_sheets overlap locked wrong_crc
harm() {
	local name=$1 want=$2
	exits 2 "$name" sh -c \
	    "ulimit -v 400000; ulimit -t 5; exec rostercat $name.xlsx"
	has "$name: says why" err "$want"
	is "$name: no row of it" "$(cat out)" ''
	rm -f "$name.xlsx"
}
harm bomb 'unpacks to far more'
harm laughs 'declares a document type'
harm outside 'declares a document type'
harm deep 'nested deeper'
harm long_text 'more text than any spreadsheet program allows'
harm long_inline 'more text than any spreadsheet program allows'
harm long_tag 'a tag longer than'
harm long_comment 'a tag longer than'
harm indexes 'unpacks to far more'
harm many_parts 'unpacks to far more'
harm many_sheets 'names more parts'
harm overlap 'lie over each other'
harm locked 'locked with a password'
harm wrong_crc 'damaged or cut short'
exits 2 'a cell at the far end of each of 100000 rows' sh -c \
    'ulimit -v 400000; ulimit -t 5; exec rostercat wide.xlsx'
has 'is no roster' err 'more than 512 columns'
head -c 3000 roster.xlsx >cut.xlsx
exits 2 'a file cut short' rostercat cut.xlsx
has 'is said to be' err 'damaged or cut short'

done_testing
