#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Every defect that rosters are known to have, one invented roster each, with
# the exact record: repaired where the row itself decides, said where it does
# not, and the cell as it was never lost (in `from` or under its header).
. "$(dirname "$0")/lib.sh"

# birth date, sex and prefix bear them out
cat >r.csv <<'CSV'
Họ tên,Ngày sinh,Giới tính,Số CCCD
Nguyễn Văn Mẫu,02/01/1999,Nam,1099000001
Trần Thị Thử,03/05/1990,Nữ,79190000002
CSV
exits 0 '1: eaten zeros' rostercat r.csv
same_out '1: eaten zeros' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:2","repairs":[{"field":"id","from":"1099000001","to":"001099000001","why":"zeros put back that a spreadsheet took away"}]}
{"id":"079190000002","name":"Trần Thị Thử","dob":"1990-05-03","sex":"F","source":"roster","from":"r.csv:3","repairs":[{"field":"id","from":"79190000002","to":"079190000002","why":"zeros put back that a spreadsheet took away"}]}
NDJSON

# the wrong sex, the wrong year, a prefix that is none, no birth date; nobody
# knows which digit was lost
cat >r.csv <<'CSV'
Họ tên,Ngày sinh,Giới tính,Số CCCD
Nguyễn Văn Mẫu,02/01/1999,Nữ,1099000001
Nguyễn Văn Mẫu,02/01/1998,Nam,1099000001
Nguyễn Văn Mẫu,02/01/1999,Nam,3099000001
Nguyễn Văn Mẫu,,Nam,1099000001
Nguyễn Văn Mẫu,02/01/1971,Nam,12345678
CSV
exits 1 '1: digits that are missing' rostercat r.csv
same_out '1: digits that are missing' <<'NDJSON'
{"name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"F","source":"roster","from":"r.csv:2","other":{"Số CCCD":"1099000001"},"warnings":[{"field":"id","from":"1099000001","why":"digits are missing, and the row does not say which"}]}
{"name":"Nguyễn Văn Mẫu","dob":"1998-01-02","sex":"M","source":"roster","from":"r.csv:3","other":{"Số CCCD":"1099000001"},"warnings":[{"field":"id","from":"1099000001","why":"digits are missing, and the row does not say which"}]}
{"name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:4","other":{"Số CCCD":"3099000001"},"warnings":[{"field":"id","from":"3099000001","why":"digits are missing, and the row does not say which"}]}
{"name":"Nguyễn Văn Mẫu","sex":"M","source":"roster","from":"r.csv:5","other":{"Số CCCD":"1099000001"},"warnings":[{"field":"id","from":"1099000001","why":"digits are missing, and the row does not say which"}]}
{"name":"Nguyễn Văn Mẫu","dob":"1971-01-02","sex":"M","source":"roster","from":"r.csv:6","other":{"Số CCCD":"12345678"},"warnings":[{"field":"id","from":"12345678","why":"eight digits: an old number whose zero is lost?"}]}
NDJSON

# all of them are there, or they are gone for ever
cat >r.csv <<'CSV'
Họ tên,Ngày sinh,Giới tính,Số CCCD
Nguyễn Văn Mẫu,02/01/1999,Nam,1.099000001E+9
Nguyễn Văn Mẫu,02/01/1999,Nam,1.23E+11
Nguyễn Văn Mẫu,02/01/1999,Nam,"7,9099E+10"
Nguyễn Văn Mẫu,02/01/1999,Nam,7.9099E+10
CSV
exits 1 '2: digits in an exponent' rostercat r.csv
same_out '2: digits in an exponent' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:2","repairs":[{"field":"id","from":"1.099000001E+9","to":"001099000001","why":"zeros put back that a spreadsheet took away"}]}
{"name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:3","other":{"Số CCCD":"1.23E+11"},"warnings":[{"field":"id","from":"1.23E+11","why":"digits were rounded away: make the column text in the spreadsheet and save again"}]}
{"name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:4","other":{"Số CCCD":"7,9099E+10"},"warnings":[{"field":"id","from":"7,9099E+10","why":"digits were rounded away: make the column text in the spreadsheet and save again"}]}
{"name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:5","other":{"Số CCCD":"7.9099E+10"},"warnings":[{"field":"id","from":"7.9099E+10","why":"digits were rounded away: make the column text in the spreadsheet and save again"}]}
NDJSON

# an apostrophe, a formula, blanks, dots, a decimal, a no-break space
cat >r.csv <<'CSV'
Họ tên,Ngày sinh,Giới tính,Số CCCD
Nguyễn Văn Mẫu,02/01/1999,Nam,'001099000001
Nguyễn Văn Mẫu,02/01/1999,Nam,"=""001099000001"""
Nguyễn Văn Mẫu,02/01/1999,Nam,001 099 000 001
Nguyễn Văn Mẫu,02/01/1999,Nam,001.099.000.001
Nguyễn Văn Mẫu,02/01/1999,Nam,1099000001.0
Nguyễn Văn Mẫu,02/01/1999,Nam, 001099000001 
CSV
exits 0 '3: signs round the number' rostercat r.csv
same_out '3: signs round the number' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:2","repairs":[{"field":"id","from":"'001099000001","to":"001099000001","why":"signs round the digits left out"}]}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:3","repairs":[{"field":"id","from":"=\"001099000001\"","to":"001099000001","why":"signs round the digits left out"}]}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:4","repairs":[{"field":"id","from":"001 099 000 001","to":"001099000001","why":"signs round the digits left out"}]}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:5","repairs":[{"field":"id","from":"001.099.000.001","to":"001099000001","why":"signs round the digits left out"}]}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:6","repairs":[{"field":"id","from":"1099000001.0","to":"001099000001","why":"zeros put back that a spreadsheet took away"}]}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:7"}
NDJSON

# with a birth date that agrees, and with another
cat >r.csv <<'CSV'
Họ tên,Ngày sinh,Giới tính,Số CCCD
Nguyễn Văn Mẫu,02/01/1999,Nam,OO1O99OOOOO1
Nguyễn Văn Mẫu,02/01/1998,Nam,OO1O99OOOOO1
Nguyễn Văn Mẫu,02/01/1999,Nam,００１０９９０００００１
CSV
exits 1 '3: letters for digits' rostercat r.csv
same_out '3: letters for digits' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:2","repairs":[{"field":"id","from":"OO1O99OOOOO1","to":"001099000001","why":"letters that were typed for digits"}]}
{"name":"Nguyễn Văn Mẫu","dob":"1998-01-02","sex":"M","source":"roster","from":"r.csv:3","other":{"Số CCCD":"OO1O99OOOOO1"},"warnings":[{"field":"id","from":"OO1O99OOOOO1","why":"letters among the digits"}]}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:4","repairs":[{"field":"id","from":"００１０９９０００００１","to":"001099000001","why":"digits of another width"}]}
NDJSON

# two orders in one column: only the twelfth and below are unclear
cat >r.csv <<'CSV'
Họ tên,Ngày sinh,Giới tính,Số CCCD
Nguyễn Văn Mẫu,25/12/1999,Nam,001099000001
Nguyễn Văn Mẫu,12/25/1999,Nam,001099000001
Nguyễn Văn Mẫu,03/04/1999,Nam,001099000001
Nguyễn Văn Mẫu,1999,Nam,001099000001
Nguyễn Văn Mẫu,00/00/1999,Nam,001099000001
Nguyễn Văn Mẫu,36162,Nam,001099000001
Nguyễn Văn Mẫu,34700,Nam,001099000001
Nguyễn Văn Mẫu,5-Jan-1999,Nam,001099000001
Nguyễn Văn Mẫu,31/02/1999,Nam,001099000001
Nguyễn Văn Mẫu,25/12/99,Nam,001099000001
CSV
exits 1 '4: days' rostercat r.csv
same_out '4: days' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-12-25","sex":"M","source":"roster","from":"r.csv:2"}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-12-25","sex":"M","source":"roster","from":"r.csv:3","repairs":[{"field":"dob","from":"12/25/1999","to":"1999-12-25","why":"day and month stood in the other order"}]}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-04-03","sex":"M","source":"roster","from":"r.csv:4","warnings":[{"field":"dob","from":"03/04/1999","why":"day and month may be exchanged: the column has both orders"}]}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999","sex":"M","source":"roster","from":"r.csv:5"}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999","sex":"M","source":"roster","from":"r.csv:6","repairs":[{"field":"dob","from":"00/00/1999","to":"1999","why":"only the year is known"}]}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:7","repairs":[{"field":"dob","from":"36162","to":"1999-01-02","why":"a spreadsheet's day, counted from 1900"}]}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:8","repairs":[{"field":"dob","from":"34700","to":"1999-01-02","why":"a spreadsheet's day, counted from 1904"}]}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-05","sex":"M","source":"roster","from":"r.csv:9"}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","sex":"M","source":"roster","from":"r.csv:10","other":{"Ngày sinh":"31/02/1999"},"warnings":[{"field":"dob","from":"31/02/1999","why":"not a day that can be read"}]}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-12-25","sex":"M","source":"roster","from":"r.csv:11","repairs":[{"field":"dob","from":"25/12/99","to":"1999-12-25","why":"the year written out as the number has it"}]}
NDJSON

# the column says which
cat >r.csv <<'CSV'
Họ tên,Ngày sinh,Giới tính,Số CCCD
Nguyễn Văn Mẫu,25/12/1999,Nam,001099000001
Nguyễn Văn Mẫu,03/04/1999,Nam,001099000001
Nguyễn Văn Mẫu,13/4/1999,Nam,001099000001
CSV
exits 0 '4: days of one order' rostercat r.csv
same_out '4: days of one order' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-12-25","sex":"M","source":"roster","from":"r.csv:2"}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-04-03","sex":"M","source":"roster","from":"r.csv:3"}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-04-13","sex":"M","source":"roster","from":"r.csv:4"}
NDJSON

# days of 13 and more all stand second
cat >r.csv <<'CSV'
Họ tên,Ngày sinh,Giới tính,Số CCCD
Nguyễn Văn Mẫu,12/25/1999,Nam,001099000001
Nguyễn Văn Mẫu,03/04/1999,Nam,001099000001
Nguyễn Văn Mẫu,4/13/1999,Nam,001099000001
CSV
exits 1 '4: days of the other order' rostercat r.csv
same_out '4: days of the other order' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-12-25","sex":"M","source":"roster","from":"r.csv:2","repairs":[{"field":"dob","from":"12/25/1999","to":"1999-12-25","why":"day and month stood in the other order"}]}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-04-03","sex":"M","source":"roster","from":"r.csv:3","warnings":[{"field":"dob","from":"03/04/1999","why":"day and month may be exchanged: the column has both orders"}]}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-04-13","sex":"M","source":"roster","from":"r.csv:4","repairs":[{"field":"dob","from":"4/13/1999","to":"1999-04-13","why":"day and month stood in the other order"}]}
NDJSON

# a US spreadsheet made dates of what it could: each may be exchanged, and the
# number's year does not tell; texts beyond the twelfth are sure
cat >r.csv <<'CSV'
Họ tên,Ngày sinh,Giới tính,Số CCCD
Nguyễn Văn Mẫu,25/12/1999,Nam,001099000001
Nguyễn Văn Mẫu,1999-04-03,Nam,001099000001
Nguyễn Văn Mẫu,13/04/1999,Nam,001099000001
Nguyễn Văn Mẫu,36162,Nam,001099000001
Nguyễn Văn Mẫu,31/01/1999,Nam,001099000001
Nguyễn Văn Mẫu,1999-05-05,Nam,001099000001
CSV
exits 1 '4: dates among texts' rostercat r.csv
same_out '4: dates among texts' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-12-25","sex":"M","source":"roster","from":"r.csv:2"}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-04-03","sex":"M","source":"roster","from":"r.csv:3","warnings":[{"field":"dob","from":"1999-04-03","why":"day and month may be exchanged: a spreadsheet made dates of days up to the twelfth only"}]}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-04-13","sex":"M","source":"roster","from":"r.csv:4"}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:5","repairs":[{"field":"dob","from":"36162","to":"1999-01-02","why":"a spreadsheet's day, counted from 1900"}],"warnings":[{"field":"dob","from":"36162","why":"day and month may be exchanged: a spreadsheet made dates of days up to the twelfth only"}]}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-31","sex":"M","source":"roster","from":"r.csv:6"}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-05-05","sex":"M","source":"roster","from":"r.csv:7"}
NDJSON
exits 0 '4: the plan says so' rostercat --plan r.csv
is '4: the plan says so' "$(jq -c '.columns[1].converted' out)" true

# the first of January stands for a day that nobody knew
{
	echo 'Họ tên,Ngày sinh,Giới tính,Số CCCD'
	for i in 11 12 13 14 15 16 17 18; do
		echo "Nguyễn Văn Mẫu,$i/03/1950,Nam,0010500000$i"
	done
	for i in 21 22 23; do
		echo "Nguyễn Văn Mẫu,01/01/1950,Nam,0010500000$i"
	done
} >few.csv
{
	cat few.csv
	echo 'Nguyễn Văn Mẫu,01/01/1950,Nam,001050000024'
	echo 'Nguyễn Văn Mẫu,00/00/1950,Nam,001050000025'
} >heap.csv
exits 0 '4: a heap of first days' rostercat heap.csv
has '4: a heap of first days' err 'rostercat: heap.csv: 4 of 12 birth dates are 1 January: many of them may stand for an unknown day'
is '4: they stay' "$(jq -r .dob out | tail -2 | xargs)" '1950-01-01 1950'
exits 0 '4: three may be birthdays' rostercat few.csv
lacks '4: three may be birthdays' err January
{
	cat heap.csv
	for ((i = 10; i < 90; i++)); do
		echo "Nguyễn Văn Mẫu,17/03/1950,Nam,0010500001$i"
	done
} >many.csv
exits 0 '4: and four of many' rostercat many.csv
lacks '4: and four of many' err January

# without a number nobody knows the century
cat >r.csv <<'CSV'
Họ tên,Ngày sinh,Giới tính,Số CCCD
Nguyễn Văn Mẫu,25/12/15,Nam,
Nguyễn Văn Mẫu,25/12/99,Nam,
CSV
exits 1 '4: two digits of a year' rostercat r.csv
same_out '4: two digits of a year' <<'NDJSON'
{"name":"Nguyễn Văn Mẫu","sex":"M","source":"roster","from":"r.csv:2","other":{"Ngày sinh":"25/12/15"},"warnings":[{"field":"dob","from":"25/12/15","why":"two digits of a year, and nothing says which century"}]}
{"name":"Nguyễn Văn Mẫu","dob":"1999-12-25","sex":"M","source":"roster","from":"r.csv:3","repairs":[{"field":"dob","from":"25/12/99","to":"1999-12-25","why":"the year written out"}]}
NDJSON

# a title, a count, a by-name; two people; a title that may be a family
cat >r.csv <<'CSV'
Họ tên,Ngày sinh,Giới tính,Số CCCD
NGUYỄN VĂN MẪU,02/01/1999,Nam,001099000001
3. Ông Nguyễn Văn Mẫu,02/01/1999,Nam,001099000001
Nguyễn Văn Mẫu (Tý),02/01/1999,Nam,001099000001
"Nguyễn Văn Mẫu, Trần Thị Thử",02/01/1999,Nam,001099000001
Ông Cao Thắng,02/01/1999,Nam,001099000001
CSV
exits 1 '5: names' rostercat r.csv
same_out '5: names' <<'NDJSON'
{"id":"001099000001","name":"NGUYỄN VĂN MẪU","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:2"}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:3","repairs":[{"field":"name","from":"3. Ông Nguyễn Văn Mẫu","to":"Nguyễn Văn Mẫu","why":"the title in front left out"}]}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:4","repairs":[{"field":"name","from":"Nguyễn Văn Mẫu (Tý)","to":"Nguyễn Văn Mẫu","why":"a note in brackets left out"}]}
{"id":"001099000001","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:5","other":{"Họ tên":"Nguyễn Văn Mẫu, Trần Thị Thử"},"warnings":[{"field":"name","from":"Nguyễn Văn Mẫu, Trần Thị Thử","why":"two people in one cell"}]}
{"id":"001099000001","name":"Ông Cao Thắng","dob":"1999-01-02","sex":"M","source":"roster","from":"r.csv:6","warnings":[{"field":"name","from":"Ông Cao Thắng","why":"begins with a title or a family name"}]}
NDJSON

cat >r.csv <<'CSV'
STT,Họ đệm,Tên,Số CCCD
1,Nguyễn Văn,Mẫu,001099000001
2,,Thử,001199000002
CSV
exits 0 '5: a name in two columns' rostercat r.csv
same_out '5: a name in two columns' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn Mẫu","source":"roster","from":"r.csv:2","other":{"STT":"1"}}
{"id":"001199000002","name":"Thử","source":"roster","from":"r.csv:3","other":{"STT":"2"}}
NDJSON

# families stand last in most rows: said, not turned
cat >r.csv <<'CSV'
Họ tên,Số CCCD
Mẫu Văn Nguyễn,001099000001
Thử Thị Trần,001199000002
"MAU, NGUYEN VAN",001099000003
Hà Thị Lê,001199000004
Phạm Văn Chín,001099000005
CSV
exits 1 '5: families last' rostercat r.csv
same_out '5: families last' <<'NDJSON'
{"id":"001099000001","name":"Mẫu Văn Nguyễn","source":"roster","from":"r.csv:2","warnings":[{"field":"name","from":"Mẫu Văn Nguyễn","why":"the family name stands last in this column: put it first"}]}
{"id":"001199000002","name":"Thử Thị Trần","source":"roster","from":"r.csv:3","warnings":[{"field":"name","from":"Thử Thị Trần","why":"the family name stands last in this column: put it first"}]}
{"id":"001099000003","name":"MAU, NGUYEN VAN","source":"roster","from":"r.csv:4","warnings":[{"field":"name","from":"MAU, NGUYEN VAN","why":"the family name stands last in this column: put it first"},{"field":"name","from":"MAU, NGUYEN VAN","why":"signs or digits in a name"}]}
{"id":"001199000004","name":"Hà Thị Lê","source":"roster","from":"r.csv:5","warnings":[{"field":"name","from":"Hà Thị Lê","why":"the family name stands last in this column: put it first"}]}
{"id":"001099000005","name":"Phạm Văn Chín","source":"roster","from":"r.csv:6"}
NDJSON
exits 1 '5: families last, as a finding' rosterlint --only correct r.csv
is '5: families last, as a finding' "$(jq -r '.lint[].finding' out |
    grep -c name.order)" 4
# given names that are families too are no evidence
cat >r.csv <<'CSV'
Họ tên,Số CCCD
Nguyễn Thị Mai,001099000001
Trần Hoàng Hà,001199000002
Lê Thị Giang,001199000004
Rahlan H'Lâm,001199000005
CSV
exits 0 '5: families first' rostercat r.csv
# two lines of one cell, with each of the signs between people
cat >r.csv <<'CSV'
Họ tên,Số CCCD
"Nguyễn Văn Mẫu
Trần Thị Thử",001099000001
Nguyễn Văn Mẫu / Trần Thị Thử,001099000001
Nguyễn Văn Mẫu và Trần Thị Thử,001099000001
Nguyễn Văn Mẫu - Trần Thị Thử,001099000001
Nguyễn Văn Mẫu [đã chuyển],001099000001
CSV
exits 1 '5: two people' rostercat r.csv
is '5: two people' "$(jq -r '.name // .warnings[0].why' out | paste -sd,)" \
    'two people in one cell,two people in one cell,two people in one cell,two people in one cell,Nguyễn Văn Mẫu'

# the rest of a name stands alone in the next row, or somebody's name does
cat >r.csv <<'CSV'
STT,Họ tên,Số CCCD,Ngày sinh,Địa chỉ
1,Nguyễn Văn,001099000001,02/01/1999,Số 5 phố
,Mẫu,,,Huế
,Trần Thị Thử,,,
CSV
exits 1 '5: a name that was split' rostercat r.csv
same_out '5: a name that was split' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn","dob":"1999-01-02","residence":"Số 5 phố","source":"roster","from":"r.csv:2","other":{"STT":"1"}}
{"name":"Mẫu","residence":"Huế","source":"roster","from":"r.csv:3","warnings":[{"field":"name","from":"Mẫu","why":"a piece of a name alone: part of the row above?"}]}
{"name":"Trần Thị Thử","source":"roster","from":"r.csv:4"}
NDJSON

# the rest of a cell stands alone in the next row
cat >r.csv <<'CSV'
Họ tên,Số CCCD,Địa chỉ,Ngày sinh
Nguyễn Văn Mẫu,001099000001,Số 5 phố Huế,02/01/1999
,,Phường Lê Đại Hành,
CSV
exits 1 '5: rows that were split' rostercat r.csv
same_out '5: rows that were split' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1999-01-02","residence":"Số 5 phố Huế","source":"roster","from":"r.csv:2"}
{"residence":"Phường Lê Đại Hành","source":"roster","from":"r.csv:3","warnings":[{"field":"name","why":"neither name nor number: part of the row above?"}]}
NDJSON

cat >r.csv <<'CSV'
Họ tên,GT,Số CCCD
Nguyễn Văn Mẫu,Nam,001099000001
Nguyễn Văn Mẫu,nữ,001099000001
Nguyễn Văn Mẫu,M,001099000001
Nguyễn Văn Mẫu,F,001099000001
Nguyễn Văn Mẫu,?,001099000001
CSV
exits 1 '6: sex in words' rostercat r.csv
same_out '6: sex in words' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn Mẫu","sex":"M","source":"roster","from":"r.csv:2"}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","sex":"F","source":"roster","from":"r.csv:3"}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","sex":"M","source":"roster","from":"r.csv:4"}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","sex":"F","source":"roster","from":"r.csv:5"}
{"id":"001099000001","name":"Nguyễn Văn Mẫu","source":"roster","from":"r.csv:6","other":{"GT":"?"},"warnings":[{"field":"sex","from":"?","why":"neither Nam nor Nữ"}]}
NDJSON

cat >r.csv <<'CSV'
Họ tên,Nam,Nữ,Số CCCD
Nguyễn Văn Mẫu,x,,001099000001
Trần Thị Thử,,x,001199000002
Nguyễn Văn Mẫu,x,x,001099000003
Nguyễn Văn Mẫu,,,001099000003
CSV
exits 1 '6: sex as marks' rostercat r.csv
same_out '6: sex as marks' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn Mẫu","sex":"M","source":"roster","from":"r.csv:2"}
{"id":"001199000002","name":"Trần Thị Thử","sex":"F","source":"roster","from":"r.csv:3"}
{"id":"001099000003","name":"Nguyễn Văn Mẫu","source":"roster","from":"r.csv:4","other":{"Nam":"x","Nữ":"x"},"warnings":[{"field":"sex","from":"x","why":"marked as a man and as a woman"}]}
{"id":"001099000003","name":"Nguyễn Văn Mẫu","source":"roster","from":"r.csv:5"}
NDJSON

# the header or the numbers explain them
cat >r.csv <<'CSV'
Họ tên,GT (1: nam; 2: nữ),Số CCCD
Nguyễn Văn Mẫu,1,001099000001
Trần Thị Thử,2,001199000002
CSV
exits 0 '6: sex as digits' rostercat r.csv
same_out '6: sex as digits' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn Mẫu","sex":"M","source":"roster","from":"r.csv:2"}
{"id":"001199000002","name":"Trần Thị Thử","sex":"F","source":"roster","from":"r.csv:3"}
NDJSON

cat >r.csv <<'CSV'
Họ tên,GT,Số hộ chiếu
Nguyễn Văn Mẫu,1,C1234567
Trần Thị Thử,0,C1234568
CSV
exits 1 '6: sex as digits that nothing explains' rostercat r.csv
same_out '6: sex as digits that nothing explains' <<'NDJSON'
{"name":"Nguyễn Văn Mẫu","doc_no":"C1234567","source":"roster","from":"r.csv:2","other":{"GT":"1"},"warnings":[{"field":"sex","from":"1","why":"a digit for the sex, and neither header nor numbers say which it is"}]}
{"name":"Trần Thị Thử","doc_no":"C1234568","source":"roster","from":"r.csv:3","other":{"GT":"0"},"warnings":[{"field":"sex","from":"0","why":"a digit for the sex, and neither header nor numbers say which it is"}]}
NDJSON

cat >r.csv <<'CSV'
DANH SÁCH HỌC SINH

Họ tên,Mã định danh
Nguyễn Văn Mẫu,001099000001
Họ tên,Mã định danh
Trần Thị Thử,001199000002
Tổng cộng,2
Tên nhân viên,Số CCCD/ĐDCN,Lớp
Lê Văn Tý,001099000003,10A2
Người lập biểu
CSV
exits 0 '7: headers, sums, another table' rostercat r.csv
same_out '7: headers, sums, another table' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn Mẫu","source":"roster","from":"r.csv:4"}
{"id":"001199000002","name":"Trần Thị Thử","source":"roster","from":"r.csv:6"}
{"id":"001099000003","name":"Lê Văn Tý","source":"roster","from":"r.csv:9","other":{"Lớp":"10A2"}}
NDJSON

cat >r.csv <<'CSV'
Họ tên,CCCD,CMND
Nguyễn Văn Mẫu,001099000001,012345678
Nguyễn Văn Mẫu,001099000001 / 012345678,
Nguyễn Văn Mẫu,012345678,
Nguyễn Văn Mẫu,C1234567,
CSV
exits 0 '8: two numbers of one person' rostercat r.csv
same_out '8: two numbers of one person' <<'NDJSON'
{"id":"001099000001","old_id":"012345678","name":"Nguyễn Văn Mẫu","source":"roster","from":"r.csv:2"}
{"id":"001099000001","old_id":"012345678","name":"Nguyễn Văn Mẫu","source":"roster","from":"r.csv:3","repairs":[{"field":"id","from":"001099000001 / 012345678","to":"001099000001","why":"two numbers stood in one cell"},{"field":"old_id","from":"001099000001 / 012345678","to":"012345678","why":"two numbers stood in one cell"}]}
{"old_id":"012345678","name":"Nguyễn Văn Mẫu","source":"roster","from":"r.csv:4"}
{"name":"Nguyễn Văn Mẫu","doc_no":"C1234567","source":"roster","from":"r.csv:5","repairs":[{"field":"doc_no","from":"C1234567","to":"C1234567","why":"a passport's number stood in a column of citizen numbers"}]}
NDJSON

# typed to fill the column, or a telephone
cat >r.csv <<'CSV'
Họ tên,CMND/CCCD
Nguyễn Văn Mẫu,000000000000
Nguyễn Văn Mẫu,123456789012
Nguyễn Văn Mẫu,111111111111
Nguyễn Văn Mẫu,0912345678
Nguyễn Văn Mẫu,84912345678
CSV
exits 1 '8: numbers of nobody' rostercat r.csv
same_out '8: numbers of nobody' <<'NDJSON'
{"name":"Nguyễn Văn Mẫu","source":"roster","from":"r.csv:2","other":{"CMND/CCCD":"000000000000"},"warnings":[{"field":"id","from":"000000000000","why":"typed to fill the column: no number of anybody"}]}
{"name":"Nguyễn Văn Mẫu","source":"roster","from":"r.csv:3","other":{"CMND/CCCD":"123456789012"},"warnings":[{"field":"id","from":"123456789012","why":"typed to fill the column: no number of anybody"}]}
{"name":"Nguyễn Văn Mẫu","source":"roster","from":"r.csv:4","other":{"CMND/CCCD":"111111111111"},"warnings":[{"field":"id","from":"111111111111","why":"typed to fill the column: no number of anybody"}]}
{"name":"Nguyễn Văn Mẫu","source":"roster","from":"r.csv:5","other":{"CMND/CCCD":"0912345678"},"warnings":[{"field":"id","from":"0912345678","why":"too short for a citizen number: a telephone or insurance number?"}]}
{"name":"Nguyễn Văn Mẫu","source":"roster","from":"r.csv:6","other":{"CMND/CCCD":"84912345678"},"warnings":[{"field":"id","from":"84912345678","why":"digits are missing, and the row does not say which"}]}
NDJSON

# the capitals with tones were another font: one name shows it, the other
# does not
printf '%b' 'H\0344 t\0252n,S\0350 CCCD\n' \
	'NGUY\0324N V\0241N M\0311U,001099000001\n' \
	'L\0252 H\0265,001199000002\n' 'Tr\0307n Th\0336 Th\0366,001199000003\n' >r.csv
exits 0 'charset: TCVN3' rostercat r.csv
same_out 'charset: TCVN3' <<'NDJSON'
{"id":"001099000001","name":"NGUYỄN VĂN MẪU","source":"roster","from":"r.csv:2","repairs":[{"field":"name","from":"NGUYễN VĂN MẫU","to":"NGUYỄN VĂN MẪU","why":"capitals put back that only a font had drawn"}]}
{"id":"001199000002","name":"Lê Hà","source":"roster","from":"r.csv:3"}
{"id":"001199000003","name":"Trần Thị Thử","source":"roster","from":"r.csv:4"}
NDJSON

# one column in the old charset, one in Unicode
cat >r.csv <<'CSV'
Họ tên,Số CCCD,Địa chỉ
NguyÔn V¨n MÉu,001099000001,Phường Bến Nghé
TrÇn ThÞ Hoµ,001199000002,Số 5 phố Huế
CSV
exits 0 'charset: TCVN3 as Latin-1 in UTF-8, under headers in Unicode' rostercat r.csv
same_out 'charset: TCVN3 as Latin-1 in UTF-8, under headers in Unicode' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn Mẫu","residence":"Phường Bến Nghé","source":"roster","from":"r.csv:2"}
{"id":"001199000002","name":"Trần Thị Hoà","residence":"Số 5 phố Huế","source":"roster","from":"r.csv:3"}
NDJSON

cat >r.csv <<'CSV'
Hoï teân,Soá CCCD
Nguyeãn Vaên Maãu,001099000001
Traàn Thò Höông,001199000002
CSV
exits 0 'charset: VNI as Latin-1 in UTF-8' rostercat r.csv
same_out 'charset: VNI as Latin-1 in UTF-8' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn Mẫu","source":"roster","from":"r.csv:2"}
{"id":"001199000002","name":"Trần Thị Hương","source":"roster","from":"r.csv:3"}
NDJSON

# the first name is valid UTF-8 by chance
printf '%b' 'Ho t\0352n,CCCD\n' 'D\0337\0275ng,001099000001\n' \
	'Nguy\0255n V\0345n M\0347u,001099000002\n' \
	'\0320\0243ng Th\0270 Th\0241m,001199000003\n' >r.csv
exits 0 'charset: VISCII' rostercat r.csv
same_out 'charset: VISCII' <<'NDJSON'
{"id":"001099000001","name":"Dương","source":"roster","from":"r.csv:2"}
{"id":"001099000002","name":"Nguyễn Văn Mẫu","source":"roster","from":"r.csv:3"}
{"id":"001199000003","name":"Đặng Thị Thắm","source":"roster","from":"r.csv:4"}
NDJSON

cat >r.csv <<'CSV'
Ho. te^n,Gio+'i ti'nh,CCCD
Nguye^~n Va(n Ma^~u,Nam,001099000001
Tra^`n Thi. Thu+?,Nu+~,001199000002
CSV
exits 0 'charset: VIQR' rostercat r.csv
same_out 'charset: VIQR' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn Văn Mẫu","sex":"M","source":"roster","from":"r.csv:2"}
{"id":"001199000002","name":"Trần Thị Thử","sex":"F","source":"roster","from":"r.csv:3"}
NDJSON

# left alone, and said
cat >r.csv <<'CSV'
Họ tên,CCCD
Lª,001099000001
An,001099000002
Lễ,001099000003
CSV
exits 1 'charset: too little to know' rostercat r.csv
same_out 'charset: too little to know' <<'NDJSON'
{"id":"001099000001","name":"Lª","source":"roster","from":"r.csv:2","warnings":[{"field":"name","from":"Lª","why":"may be of another charset: look at it, and say which with --charset"}]}
{"id":"001099000002","name":"An","source":"roster","from":"r.csv:3"}
{"id":"001099000003","name":"Lễ","source":"roster","from":"r.csv:4"}
NDJSON

cat >r.csv <<'CSV'
Họ tên,CCCD
René Lefèvre,001099000001
Jürgen Größe,001099000002
Dvořák Jiří,001099000003
CSV
exits 0 'charset: names of elsewhere' rostercat r.csv
same_out 'charset: names of elsewhere' <<'NDJSON'
{"id":"001099000001","name":"René Lefèvre","source":"roster","from":"r.csv:2"}
{"id":"001099000002","name":"Jürgen Größe","source":"roster","from":"r.csv:3"}
{"id":"001099000003","name":"Dvořák Jiří","source":"roster","from":"r.csv:4"}
NDJSON

printf '%b' 'Ho tên,CCCD\n' 'Nguye\0314\0202\0314\0203n,001099000001\n' \
	'Nguyê\0314\0203n,001099000002\n' >r.csv
exits 0 'form: NFD and composite' rostercat r.csv
same_out 'form: NFD and composite' <<'NDJSON'
{"id":"001099000001","name":"Nguyễn","source":"roster","from":"r.csv:2"}
{"id":"001099000002","name":"Nguyễn","source":"roster","from":"r.csv:3"}
NDJSON

done_testing
