#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The defects that only a workbook has: numbers and days as they are stored,
# fonts, merged cells, hidden rows, formulas without a result, sheets.
. "$(dirname "$0")/lib.sh"
if ! /usr/bin/python3 -c 'import openpyxl' 2>/dev/null; then
	skip 'workbooks' 'python3-openpyxl is not here'
	done_testing
	exit
fi
cat >book.py <<'EOT'
# book.py FILE: the lines on standard input are Python, over the sheet `ws`.
import sys
import datetime as dt
import openpyxl
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

wb = openpyxl.Workbook()
ws = wb.active
ws.title = 'Lop 10A'
HEAD = ['Họ tên', 'Ngày sinh', 'Giới tính', 'Số CCCD']


def day(cell, y, m, d):
    ws[cell] = dt.datetime(y, m, d)
    ws[cell].number_format = 'dd/mm/yyyy'


exec(sys.stdin.read())
wb.save(sys.argv[1])
EOT
book() { /usr/bin/python3 book.py r.xlsx || exit 2; }
brief() {
	jq -c '[.from, .id, .name, .dob,
	    ((.repairs // []) + (.warnings // []) | .[].why)]' out
}
same_brief() { diff -u - got >same.diff; ok $? "$1"; diag <same.diff; }

# the double has all digits; the text of one that was rounded has not
book <<'EOT'
ws.append(HEAD)
ws.append(['Nguyễn Văn Mẫu', '02/01/1999', 'Nam', 1099000001])
ws.append(['Trần Thị Thử', '03/05/1990', 'Nữ', 79190000002])
ws.append(['Lê Thị Hà', '03/05/2005', 'Nữ', 1305000012])
ws['D4'].number_format = '0.00E+00'
ws.append(['Lê Văn Tám', '03/05/1990', 'Nam', '1.23E+11'])
ws.append(['Phạm Văn Chín', '03/05/1990', 'Nam', "'079090000003"])
EOT
exits 1 '1, 2: a number in a cell of numbers' rostercat r.xlsx
brief >got
same_brief '1, 2: a number in a cell of numbers' <<'NDJSON'
["r.xlsx!Lop 10A:2","001099000001","Nguyễn Văn Mẫu","1999-01-02","zeros put back that a spreadsheet took away"]
["r.xlsx!Lop 10A:3","079190000002","Trần Thị Thử","1990-05-03","zeros put back that a spreadsheet took away"]
["r.xlsx!Lop 10A:4","001305000012","Lê Thị Hà","2005-05-03","zeros put back that a spreadsheet took away"]
["r.xlsx!Lop 10A:5",null,"Lê Văn Tám","1990-05-03","digits were rounded away: make the column text in the spreadsheet and save again"]
["r.xlsx!Lop 10A:6","079090000003","Phạm Văn Chín","1990-05-03","signs round the digits left out"]
NDJSON

# a US spreadsheet made dates of what it could, and exchanged day and month
book <<'EOT'
ws.append(HEAD)
for i, d in enumerate(['25/12/1999', (1999, 4, 3), '13/04/1999', (1999, 12, 1),
                       '31/01/1999', (1999, 7, 7), (1999, 2, 11)]):
    ws.append(['Nguyễn Văn Mẫu', d if isinstance(d, str) else None, 'Nam',
               '001099000001'])
    if not isinstance(d, str):
        day('B%d' % (i + 2), *d)
EOT
exits 1 '4: dates among texts' rostercat r.xlsx
brief >got
same_brief '4: dates among texts' <<'NDJSON'
["r.xlsx!Lop 10A:2","001099000001","Nguyễn Văn Mẫu","1999-12-25"]
["r.xlsx!Lop 10A:3","001099000001","Nguyễn Văn Mẫu","1999-04-03","day and month may be exchanged: a spreadsheet made dates of days up to the twelfth only"]
["r.xlsx!Lop 10A:4","001099000001","Nguyễn Văn Mẫu","1999-04-13"]
["r.xlsx!Lop 10A:5","001099000001","Nguyễn Văn Mẫu","1999-12-01","day and month may be exchanged: a spreadsheet made dates of days up to the twelfth only"]
["r.xlsx!Lop 10A:6","001099000001","Nguyễn Văn Mẫu","1999-01-31"]
["r.xlsx!Lop 10A:7","001099000001","Nguyễn Văn Mẫu","1999-07-07"]
["r.xlsx!Lop 10A:8","001099000001","Nguyễn Văn Mẫu","1999-02-11","day and month may be exchanged: a spreadsheet made dates of days up to the twelfth only"]
NDJSON
exits 1 'as a finding' rosterlint --only correct --ignore 'address.*' r.xlsx
is 'as a finding' "$(jq -r '.lint[].finding' out | sort | uniq -c | xargs)" '3 date.order'

# nothing is wrong where texts have small days too, or dates great ones
book <<'EOT'
ws.append(HEAD)
for i, d in enumerate(['25/12/1999', (1999, 4, 3), '13/04/1999', (1999, 12, 21),
                       '31/01/1999', (1999, 7, 7), (1999, 2, 11), '02/03/1999']):
    ws.append(['Nguyễn Văn Mẫu', d if isinstance(d, str) else None, 'Nam',
               '001099000001'])
    if not isinstance(d, str):
        day('B%d' % (i + 2), *d)
EOT
exits 0 '4: dates and texts of every day' rostercat r.xlsx
is '4: dates and texts of every day' "$(jq -r .dob out | xargs)" \
    '1999-12-25 1999-04-03 1999-04-13 1999-12-21 1999-01-31 1999-07-07 1999-02-11 1999-03-02'

# the number's year, else the workbook says where its days begin
book <<'EOT'
wb.epoch = CALENDAR_MAC_1904
ws.append(HEAD)
ws.append(['Nguyễn Văn Mẫu', 34700, 'Nam', '001099000001'])
ws.append(['Nguyễn Văn Mẫu', 34700, 'Nam', None])
ws.append(['Nguyễn Văn Mẫu', None, 'Nam', '001099000001'])
day('B4', 1999, 1, 2)
ws.append(['Nguyễn Văn Mẫu', 36162, 'Nam', '001099000001'])
ws.append(['Nguyễn Văn Mẫu', 30000, 'Nam', '001099000001'])
EOT
exits 1 '4: days from 1904 on' rostercat r.xlsx
brief | cut -d, -f4- >got
same_brief '4: days from 1904 on' <<'NDJSON'
"1999-01-02","a spreadsheet's day, counted from 1904"]
"1999-01-02","a spreadsheet's day, counted from 1904"]
"1999-01-02"]
"1999-01-02","a spreadsheet's day, counted from 1900"]
null,"a spreadsheet's day in another year than the number's"]
NDJSON

# the font says what the letters are
book <<'EOT'
ws.append(HEAD)
for name, font in [('NguyÔn V¨n MÉu', '.VnTime'), ('trÇn thÞ thö', '.VnTimeH'),
                   ('Lê Văn Tám', 'Times New Roman')]:
    ws.append([name, '02/01/1999', 'Nam', '001099000001'])
    ws.cell(ws.max_row, 1).font = Font(name=font)
vni = wb.create_sheet('VNI')
vni.append(HEAD)
for name in ['Nguyeãn Vaên Maãu', 'Traàn Thò Höông']:
    vni.append([name, '02/01/1999', 'Nam', '001099000001'])
    vni.cell(vni.max_row, 1).font = Font(name='VNI-Times')
EOT
exits 0 'fonts: TCVN3' rostercat r.xlsx
is 'fonts: TCVN3' "$(jq -r .name out | paste -sd,)" 'Nguyễn Văn Mẫu,TRẦN THỊ THỬ,Lê Văn Tám'
exits 0 'fonts: VNI' rostercat --sheet VNI r.xlsx
is 'fonts: VNI' "$(jq -r .name out | paste -sd,)" 'Nguyễn Văn Mẫu,Trần Thị Hương'
exits 0 'a sheet by its number' rostercat --sheet 2 r.xlsx
exits 2 'no such sheet' rostercat --sheet 'Lop 9' r.xlsx
has 'no such sheet' err 'r.xlsx:1: the workbook has no sheet of that name or number'
has 'those that there are' err 'rostercat: r.xlsx: its sheets: Lop 10A, VNI'
exits 2 'nor of that number' rostercat --sheet 3 r.xlsx

# one value for several rows
book <<'EOT'
ws.append(['DANH SÁCH', None, None, None, None])
ws.merge_cells('A1:E1')
ws.append(HEAD + ['Địa chỉ'])
for i in range(3):
    ws.append(['Nguyễn Văn Mẫu', '02/01/1999', 'Nam', '00109900000%d' % i, 'Xã Mẫu'])
ws.merge_cells('E3:E5')
EOT
exits 1 '5: merged cells' rostercat r.xlsx
notes() { sed -n "s/^$1: \(r.xlsx:.*\)/\1/p" err; }
note='r.xlsx:3: merged cells go over several rows, and only the first row has their value (split them): 1'
is 'nobody is given what is not there' "$(jq -r .residence out | xargs)" 'Xã Mẫu null null'
is '5: merged cells: said' "$(notes rostercat)" "$note"
rosterlint r.xlsx >out 2>err
is '5: merged cells: said by rosterlint' "$(notes rosterlint)" "$note"
rosterdiff r.xlsx r.xlsx >out 2>err
is '5: merged cells: said by rosterdiff' "$(notes rosterdiff)" "$note
$note"
rosterdiff --sorted r.xlsx r.xlsx >out 2>err
is '5: merged cells: said by rosterdiff --sorted' "$(notes rosterdiff)" "$note
$note"
book <<'EOT'
ws.append(['DANH SÁCH', None, None, None, None])
ws.merge_cells('A1:D2')
ws.append([None])
ws.append(HEAD)
ws.append(['Nguyễn Văn Mẫu', '02/01/1999', 'Nam', '001099000001'])
ws.merge_cells('A4:B4')
EOT
exits 0 '5: a merged title' rostercat r.xlsx
lacks '5: a merged title' err merged

# more columns than anybody reads, and cells that only have a border
book <<'EOT'
ws.append(HEAD + ['Cột %d' % i for i in range(600)])
ws.append(['Nguyễn Văn Mẫu', '02/01/1999', 'Nam', '001099000001'])
EOT
exits 2 'six hundred columns' rostercat r.xlsx
has 'six hundred columns' err 'rostercat: r.xlsx:1: more than 512 columns: leave out those that nobody needs'
book <<'EOT'
ws.append(HEAD)
ws.append(['Nguyễn Văn Mẫu', '02/01/1999', 'Nam', '001099000001'])
ws.cell(1, 600).font = ws.cell(2, 600).font = Font(bold=True)
EOT
exits 0 'empty cells behind the last column' rostercat r.xlsx

# people on other sheets, an empty sheet and a hidden one
book <<'EOT'
ws.append(HEAD)
ws.append(['Nguyễn Văn Mẫu', '02/01/1999', 'Nam', '001099000001'])
wb.create_sheet('Sheet2')
for name in ['Lớp 10B', 'Cũ', 'Danh mục']:
    other = wb.create_sheet(name)
    other.append(HEAD)
wb['Cũ'].sheet_state = 'hidden'
EOT
note='r.xlsx: other sheets with rows were not read (name one with --sheet): Lớp 10B, Danh mục'
for tool in rostercat rosterlint 'rosterdiff /dev/null' \
    'rosterdiff --sorted /dev/null'; do
	$tool r.xlsx >out 2>err
	is "other sheets: $tool" "$(notes "${tool%% *}")" "$note"
done
exits 0 'a sheet that was asked for' rostercat --sheet 1 r.xlsx
is 'others are no matter then' "$(notes rostercat)" ''
exits 0 'for an engine' rostercat --worker r.xlsx
same_err 'for an engine' </dev/null
rosterlint --sheet 'Lop 9' r.xlsx >out 2>err
has 'no such sheet: rosterlint' err 'rosterlint: r.xlsx: its sheets: Lop 10A, Sheet2, Lớp 10B, Cũ, Danh mục'
rosterdiff --sheet 'Lop 9' r.xlsx r.xlsx >out 2>err
has 'no such sheet: rosterdiff' err 'rosterdiff: r.xlsx: its sheets: Lop 10A, Sheet2, Lớp 10B, Cũ, Danh mục'

# a row that nobody sees, a result that nobody computed
book <<'EOT'
ws.append(HEAD)
ws.append(['Nguyễn Văn Mẫu', '02/01/1999', 'Nam', '001099000001'])
ws.append(['Trần Thị Thử', '02/01/1999', 'Nữ', '001199000002'])
ws.row_dimensions[3].hidden = True
ws.append(['Lê Thị Hà', '02/01/1999', 'Nữ', '="001199000003"'])
ws.append(['="A"', '="B"', '="C"', '="D"'])
hid = wb.create_sheet('Cu')
hid.append(HEAD)
hid.append(['Lê Văn Tám', '02/01/1999', 'Nam', '001099000001'])
hid.sheet_state = 'hidden'
EOT
exits 1 'hidden rows, formulas' rostercat r.xlsx
brief >got
same_brief 'hidden rows, formulas' <<'NDJSON'
["r.xlsx!Lop 10A:2","001099000001","Nguyễn Văn Mẫu","1999-01-02"]
["r.xlsx!Lop 10A:3","001199000002","Trần Thị Thử","1999-01-02","the row is hidden in the workbook: is the person still on the list?"]
["r.xlsx!Lop 10A:4",null,"Lê Thị Hà","1999-01-02","a formula without its result: open the workbook in a spreadsheet program and save it anew"]
NDJSON
has 'a row of formulas alone' err 'r.xlsx:5: row: a formula without its result'
exits 1 'as findings' rosterlint --ignore 'address.*' r.xlsx
is 'as findings' "$(jq -r '.lint[].finding' out | grep '^row' | sort |
    paste -sd' ')" 'row.hidden row.reject row.unclear'
exits 0 'a hidden sheet' rostercat --sheet Cu r.xlsx
is 'is read when it is named' "$(jq -r .name out)" 'Lê Văn Tám'

# the libraries for workbooks come in behind or before the fence, however the
# workbook does; who has none needs none of them
book <<'EOT'
ws.append(['CCCD', 'Họ tên'])
ws.append(['001099000001', 'Nguyễn Văn Mẫu'])
EOT
printf 'CCCD,Họ tên\n001099000001,Nguyễn Văn Mẫu\n' >l.csv
echo '{"id":"001099000001"}' >card
for how in 'rostercat r.xlsx' 'rostercat <r.xlsx' 'cat r.xlsx | rostercat'; do
	exits 0 "$how" sh -c "$how"
	is "is read: $how" "$(jq -r .id out)" 001099000001
done
exits 0 'as a list of people' rosterlint --expect r.xlsx --ignore 'row.*' \
    --only correct l.csv
cccd-verify --roster r.xlsx card >out 2>err
is 'as another list' "$(jq -r .verify.roster.line out)" 2
exits 0 'as a side' rosterdiff r.xlsx l.csv
mkdir none
: >none/libexpat.so.1
: >none/libminizip.so.1
poor() { LD_LIBRARY_PATH=$T/none "$@"; }
exits 0 'a table without them' poor rostercat l.csv
for tool in rostercat rosterlint 'rosterdiff l.csv'; do
	# shellcheck disable=SC2086 # words of a command
	exits 2 "a workbook without them: $tool" poor $tool r.xlsx
	has "says so: $tool" err 'workbooks are read with libexpat.so.1 and libminizip.so.1: install'
done
rm none/libminizip.so.1
exits 2 'with one of them' poor rostercat r.xlsx
has 'says so: one' err 'workbooks are read with libexpat.so.1'
done_testing
