#!/bin/bash
# SPDX-License-Identifier: ISC
# rostercat: rosters as people have them, its options, what it says and how it
# ends. The defects have a test of their own.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# --- a roster of a school
cat >school.csv <<'EOT'
DANH SÁCH HỌC SINH;;;;;
STT;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Lớp
1;Nguyễn Văn Mẫu;01/02/2009;Nam;001209000001;10A1
2;Trần Thị Bích;13/04/2009;Nữ;1309000002;10A1
;;;;;
STT;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Lớp
3;LÊ THỊ CÚC;2009;x;7.9309E+10;10A2
Tổng cộng: 3 học sinh;;;;;
EOT
exits 1 'a roster' rostercat school.csv
same_out 'a roster' <<'EOT'
{"id":"001209000001","name":"Nguyễn Văn Mẫu","dob":"2009-02-01","sex":"M","source":"roster","from":"school.csv:3","other":{"STT":"1","Lớp":"10A1"}}
{"id":"001309000002","name":"Trần Thị Bích","dob":"2009-04-13","sex":"F","source":"roster","from":"school.csv:4","other":{"STT":"2","Lớp":"10A1"},"repairs":[{"field":"id","from":"1309000002","to":"001309000002","why":"zeros put back that a spreadsheet took away"}]}
{"name":"LÊ THỊ CÚC","dob":"2009","source":"roster","from":"school.csv:7","other":{"STT":"3","Giới tính":"x","Số CCCD":"7.9309E+10","Lớp":"10A2"},"warnings":[{"field":"sex","from":"x","why":"neither Nam nor Nữ"},{"field":"id","from":"7.9309E+10","why":"digits were rounded away: make the column text in the spreadsheet and save again"}]}
EOT
same_err 'a roster' <<'EOT'
rostercat: rows: 3; people: 3, repaired: 1, unclear: 1, rejected: 0; charset: utf-8
EOT
cp out people

# --- from any container the same people
sed 's/"from":"[^"]*"/"from":""/' people >want
same_people() {
	exits 1 "$1" rostercat "${@:2}"
	sed 's/"from":"[^"]*"/"from":""/' out >got
	cmp -s want got
	ok $? "$1: the same people"
	cmp -s want got || diff want got | head -10 | diag
}
tr ';' '\t' <school.csv >school.tsv
same_people 'tabs' school.tsv
printf 'Số CCCD\tHọ tên\tGhi chú\n001099000001\tNguyễn Văn Mẫu\t"a\tb"\n' >tab.tsv
exits 0 'a tab in a cell between tabs' rostercat tab.tsv
is 'is escaped' "$(jq -r '.other["Ghi chú"]' out)" $'a\tb'
printf 'Số CCCD,Họ tên,Ghi chú\n001099000001,Nguyễn Văn Mẫu,"a,"b"\n' >quote.csv
exits 0 'a quote behind a separator in a cell' rostercat quote.csv
is 'that is escaped too' "$(jq -r '.other["Ghi chú"]' out)" 'a,"b'
printf 'Số CCCD,Họ tên,Ghi chú\n001099000001,Nguyễn Văn Mẫu,"\r"\n' >cr.csv
exits 0 'nothing but a CR in a cell between quotes' rostercat cr.csv
is 'and so is that' "$(jq '.other["Ghi chú"]' out)" '"\r"'
tr ';' '|' <school.csv >school.txt
same_people 'bars' school.txt
{ printf '\xef\xbb\xbf'; sed 's/$/\r/' school.csv; } >bom.csv
same_people 'a byte order mark and CR LF' bom.csv
tr '\n' '\r' <school.csv >mac.csv
same_people 'CR alone' mac.csv
{ printf '\xff\xfe'; iconv -f utf-8 -t utf-16le school.tsv; } >unicode.txt
same_people 'UTF-16' unicode.txt
{ printf '\xfe\xff'; iconv -f utf-8 -t utf-16be school.csv; } >be.csv
same_people 'UTF-16, the other way' be.csv
{ echo 'sep=;'; cat school.csv; } >sep.csv
same_people "Excel's note" sep.csv
sed 's/\([^;]*\)/"\1"/g' school.csv >quoted.csv
same_people 'quotes round all' quoted.csv
same_people 'standard input' - <school.csv
same_people 'in small pieces' - < <(dd bs=7 status=none <school.csv)

# --- records pass, and what is not in form is mended with a note
exits 0 'records again' rostercat people
cmp -s people out
ok $? 'records again: as they were'
cat >records <<'EOT'
{"x":{"y":1},"id":"1099000001","dob":"1/2/1999","name":"Nguyễn Văn  Mẫu","repairs":[{"field":"qr"}]}

{"id":"001099000001","sex":"Nam","verify":{"verdict":"undecided"}}
EOT
exits 0 'records with faults' rostercat records
same_out 'records with faults' <<'EOT'
{"x":{"y":1},"id":"001099000001","dob":"1999-02-01","name":"Nguyễn Văn Mẫu","repairs":[{"field":"qr"},{"field":"id","from":"1099000001","to":"001099000001","why":"zeros put back that a spreadsheet took away"}]}
{"id":"001099000001","sex":"M","verify":{"verdict":"undecided"}}
EOT

# --- for spreadsheets
printf 'CCCD,Họ tên,Ghi chú,Số\n1099000001,An,=1+1,1/2\n' >formula.csv
exits 1 'a table' rostercat --csv formula.csv
printf '\xef\xbb\xbf"id","old_id","name","doc_no","Ghi chú","Số","from","notes"\r\n,,"An",,"'"'"'=1+1","=""1/2""","formula.csv:2","id: digits are missing, and the row does not say which: 1099000001; CCCD: 1099000001"\r\n' >table
same_out 'a table' <table
printf 'id,Ghi chú\n001099000001,=1+1\xe2\x80\xae\n' >hidden.csv
exits 0 'a formula behind a sign nobody sees' rostercat --csv hidden.csv
has 'a formula behind a sign nobody sees' out "\"'=1+1\u{202e}\""
exits 1 'a table of two' rostercat --csv school.csv formula.csv
is 'one header' "$(grep -c '"from","notes"' out)" 1
has 'what has no column there is in the notes' out 'Ghi chú: =1+1'
rostercat --csv school.csv 2>/dev/null | rostercat 2>/dev/null |
	jq -c '[.id,.name,.dob,.sex]' >again
jq -c '[.id,.name,.dob,.sex]' people | cmp -s - again
ok $? 'a table read again is the same people'

# --- what the user says
printf 'a,b,c\n001099000001,001199000002,An\n' >plain.csv
exits 2 'two columns of numbers' rostercat plain.csv
same_err 'two columns of numbers' <<'EOT'
rostercat: plain.csv:1: two columns of numbers: say with --map which one counts
rostercat: rows: 0; people: 0, repaired: 0, unclear: 0, rejected: 0; charset: utf-8
EOT
exits 0 'a map' rostercat --map id=2,name=c,-=1 plain.csv
same_out 'a map' <<'EOT'
{"id":"001199000002","name":"An","source":"roster","from":"plain.csv:2"}
EOT
exits 2 'a map of nothing' rostercat --map id=9 plain.csv
has 'a map of nothing' err '--map: no column has that number or name'
exits 0 'no header' rostercat --no-header --map id=1,name=2 - <<'EOT'
001099000001,An
EOT
is 'no header' "$(jq -r .from out)" '-:1'
printf 'CCCD#Họ tên\n001099000001#An\n' >hashes
exits 0 'a separator' rostercat --separator '#' hashes
is 'a separator' "$(jq -r .name out)" An
printf 'CCCD,Ngày sinh\n001099000001,1/2/1999\n' >day.csv
exits 0 'the day first' rostercat day.csv
is 'the day first' "$(jq -r .dob out)" 1999-02-01
exits 0 'the month first' rostercat --date-order mdy day.csv
is 'the month first' "$(jq -r .dob out)" 1999-01-02
iconv -f utf-8 -t TCVN5712-1 <<<'CCCD,Họ tên
001099000001,Mẫu' >tcvn3.csv
exits 0 'a charset' rostercat --charset ABC tcvn3.csv
is 'a charset' "$(jq -r .name out)" Mẫu
has 'a charset: it is said' err 'charset: tcvn3'
exits 0 'a charset: of which column' rostercat --charset ABC --plan tcvn3.csv
is 'a charset: of which column' \
    "$(jq -r '.columns[] | .member + " " + .charset' out | xargs)" 'id name tcvn3'

# --- what is understood
exits 0 'a plan' rostercat --plan school.csv
is 'a plan' "$(jq -c '[.container,.separator,.header,.line,
    [.columns[].member]]' out)" \
    '["text",";",true,3,[null,"name","dob","sex","id",null]]'
is 'a plan: nothing is counted' "$(cat err)" ''
echo 'Họ tên,CCCD' >alone.csv
exits 0 'a header alone' rostercat --plan alone.csv
is 'a header alone' "$(jq -c '[.columns[].member]' out)" '["name","id"]'
exits 0 'nobody' rostercat alone.csv

# --- rows that cannot be used
printf 'CCCD,Họ tên\n001099000001,A,n\n001199000002,B\n001099000003,C\n' \
	>wide.csv
exits 1 'a row with too many cells' rostercat wide.csv
is 'the others are read' "$(jq -r .name out | xargs)" 'B C'
has 'it is named' err 'rostercat: wide.csv:2: row: more cells than columns'
exits 1 'and passed on' rostercat --rejects wide.csv
is 'and passed on' "$(head -1 out | jq -c '[.reject.line,.reject.cells]')" \
    '[2,["001099000001","A","n"]]'
exits 2 'or the end' rostercat --strict wide.csv
is 'or the end' "$(cat out)" ''

# --- for an engine
exits 0 'a worker' rostercat --worker --summary sum school.csv
is 'a worker says nothing' "$(cat err)" ''
is 'its summary' "$(cat sum)" '{"summary":"rostercat","version":1,"rows":3,"people":3,"repaired":1,"unclear":1,"rejects":0,"blank":1,"headers":3,"totals":1}'
exits 0 'nothing at all' rostercat --worker --summary sum - </dev/null
is 'its summary' "$(jq -c '[.rows,.people]' sum)" '[0,0]'
exits 0 'counters' rostercat --hadoop school.csv
has 'counters' err 'reporter:counter:rostercat,people,3'

done_testing
