#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Rosters as hands make them: a name under a merged header, tables one below
# the other, places and dates of signing, signs that nobody sees.
. "$(dirname "$0")/lib.sh"
at='--at 2026-11-26'
brief() {
	jq -c '[.id, .name, .dob, .sex,
	    ((.repairs // []) + (.warnings // []) | .[].why)]' out
}
same_brief() { brief >"$T/got"; diff -u - "$T/got" >same.diff; ok $? "$1"; diag <same.diff; }

# one header over two columns: the name is in both
cat >r.csv <<'CSV'
STT,HỌ VÀ TÊN,,Ngày sinh,Giới tính,CCCD
1,Nguyễn Văn,Mẫu,02/01/1999,Nam,001099000001
2,Trần Thị,Thử,03/05/1990,Nữ,079190000002
3,Lê,Nam,03/05/1991,Nam,079091000003
4,Phạm Thị Ngọc,Ánh,13/05/1991,Nữ,079191000004
CSV
exits 0 'a name in two columns' rostercat r.csv
same_brief 'a name in two columns' <<'NDJSON'
["001099000001","Nguyễn Văn Mẫu","1999-01-02","M"]
["079190000002","Trần Thị Thử","1990-05-03","F"]
["079091000003","Lê Nam","1991-05-03","M"]
["079191000004","Phạm Thị Ngọc Ánh","1991-05-13","F"]
NDJSON
is 'nothing is left beside it' "$(jq -c .other out | sort -u | paste -sd' ')" \
    '{"STT":"1"} {"STT":"2"} {"STT":"3"} {"STT":"4"}'
is 'and --plan says so' "$(rostercat --plan r.csv | jq -c '[.columns[] |
    select(.guessed).member]')" '["family","given"]'
exits 0 'rosterlint has the whole name' rosterlint $at --only correct r.csv

# what stands beside a name and is none of it
beside() {
	local name=$1
	{ echo "Họ tên,,CCCD"; cat; } >r.csv
	exits 0 "$name" rostercat r.csv
	is "$name: is no name" "$(jq -r .name out | paste -sd,)" "$2"
}
beside 'the sex' 'Nguyễn Văn,Trần Thị' <<'CSV'
Nguyễn Văn,Nam,001099000001
Trần Thị,Nữ,079190000002
CSV
beside 'the given name once more' 'Lê Hà,Trần Tú' <<'CSV'
Lê Hà,Hà,001099000001
Trần Tú,Tú,079190000002
CSV
beside 'whole names' 'Nguyễn Văn Mẫu,Trần Thị Thử,Lê Hà' <<'CSV'
Nguyễn Văn Mẫu,Kinh,001099000001
Trần Thị Thử,Tày,079190000002
Lê Hà,Kinh,079190000003
CSV
beside 'a class' 'Lê Hà,Trần Tú' <<'CSV'
Lê Hà,10A,001099000001
Trần Tú,10B,079190000002
CSV

# a second table with other columns: its days are as the first one's are
cat >r.csv <<'CSV'
Danh sách lớp 10A
TT,Họ tên,Ngày sinh,Giới tính,CCCD
1,Nguyễn Văn Mẫu,02/01/1999,Nam,001099000001
Cộng: 1

Danh sách lớp 10B
TT,CCCD,Họ tên,Sinh ngày,Giới tính
1,001305000012,Lê Thị Hà,03/05/2005,Nữ
CSV
exits 0 'two tables' rostercat r.csv
same_brief 'two tables' <<'NDJSON'
["001099000001","Nguyễn Văn Mẫu","1999-01-02","M"]
["001305000012","Lê Thị Hà","2005-05-03","F"]
NDJSON
exits 0 'two tables: nothing to find' rosterlint $at --only correct r.csv

# under the table: who signed, where and when; a line of dashes
cat >r.csv <<'CSV'
STT,Họ tên,Ngày sinh,Giới tính,CCCD
---,---,---,---,---
1,Nguyễn Văn Mẫu,02/01/1999,Nam,001099000001
2,Trần Thị Thử,-,Nữ,079190000002
,,,"Hà Nội, ngày 12 tháng 3 năm 2025",
,,Ngày 12 tháng 3 năm 2025,,
,,,Người lập,
CSV
exits 1 'what stands round a table' rostercat r.csv
same_brief 'what stands round a table' <<'NDJSON'
["001099000001","Nguyễn Văn Mẫu","1999-01-02","M"]
["079190000002","Trần Thị Thử",null,"F","not a day that can be read"]
NDJSON
cat >r.csv <<'CSV'
Họ tên,Ngày sinh,CCCD
,Ngày 2 tháng 1 năm 1999,001099000001
Nguyễn Văn Mẫu,ngày 2 tháng 1 năm 1999,
CSV
exits 0 'a birth date in words' rostercat r.csv
is 'is one beside something else' "$(jq -r .dob out | sort -u)" 1999-01-02

# a blank that nobody sees, between words and within one
printf 'Họ tên,Ngày sinh,CCCD\nTrần\u200bThị Thử,03/05/1990,079190000002\nNgu\u200byễn Văn\u200b Mẫu,02/01/1999,001099000001\nY\u200bBlơ,02/01/1999,001099000002\n' >r.csv
exits 0 'blanks of no width' rostercat r.csv
same_brief 'blanks of no width' <<'NDJSON'
["079190000002","Trần Thị Thử","1990-05-03",null,"a sign of no width between two words made a blank"]
["001099000001","Nguyễn Văn Mẫu","1999-01-02",null]
["001099000002","YBlơ","1999-01-02",null]
NDJSON

# letters among the digits of a day
cat >r.csv <<'CSV'
Họ tên,Ngày sinh,CCCD
Nguyễn Văn Mẫu,O2/01/1999,001099000001
Trần Thị Thử,03-l1-199O,079190000002
Lê Văn Tám,OI/lI/lOOO,079090000003
CSV
exits 1 'letters in days' rostercat r.csv
same_brief 'letters in days' <<'NDJSON'
["001099000001","Nguyễn Văn Mẫu","1999-01-02",null,"letters that were typed for digits"]
["079190000002","Trần Thị Thử","1990-11-03",null,"letters that were typed for digits"]
["079090000003","Lê Văn Tám",null,null,"not a day that can be read"]
NDJSON

# one birth date for men, one for women: the roster has birth dates
cat >r.csv <<'CSV'
STT,Họ và tên,Ngày sinh,,CCCD
,,Nam,Nữ,
1,Nguyễn Văn Mẫu,02/01/1999,,001099000001
2,Trần Thị Thử,,03/05/1990,079190000002
CSV
exits 0 'a column for men, one for women' rosterlint $at r.csv
is 'has birth dates' "$(cat out)" ''
done_testing
