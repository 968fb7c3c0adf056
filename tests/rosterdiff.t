#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# rosterdiff: classes, columns in any order, keys, order, what goes where.
. "$(dirname "$0")/lib.sh"
export CCCD_SHARE=$ROOT/share

# classes FILE: how many of each.
classes() {
	sed 's/^{"class":"\([^"]*\)".*/\1/' "$1" | LC_ALL=C sort | uniq -c |
	    awk '{ printf "%s%s %d", (NR > 1 ? ", " : ""), $2, $1 }'
}

cat >left.csv <<'EOT'
Số định danh,Họ tên,Ngày sinh,Giới tính,Địa chỉ
001099000001,Nguyễn Văn Mẫu,1999-01-02,Nam,"Thôn 1, Xã Mẫu"
001099000002,Trần Thị Hoa,1999-03-04,Nữ,Thôn 2
001099000003,Lê Văn Tám,1999-05-06,Nam,Thôn 3
001099000004,Phạm Văn Chín,1999-07-08,Nam,Thôn 4
001099000004,Phạm Văn Chín,1999-07-08,Nam,Thôn 4
001099000005,Đỗ Thị Mười,1999-09-10,Nữ,Thôn 5
EOT
cat >right.csv <<'EOT'
ho ten;so dinh danh;gioi tinh;ngay sinh;ghi chu;dia chi
Tran Thi Hoa;001099000002;Nữ;1999-03-04;a;Thôn 2
Nguyễn Văn Mẫu;1099000001;Nam;1999-01-02;b;"Thôn 1, Xã Mẫu"
Phạm Văn Chín;001099000004;Nam;1999-08-07;c;Thôn 4
Đỗ Thị Mười;"001099000005";Nữ;1999-09-10;d;"Thôn 5"
Vũ Thị Mới;001199000009;Nữ;1999-11-12;e;Thôn 9
EOT
exits 1 'two rosters' rosterdiff left.csv right.csv
same_out 'two rosters' <<'EOT'
{"class":"key-repaired","key":"001099000001","left":{"line":2},"right":{"line":3},"cells":[{"column":"Số định danh","left":"001099000001","right":"1099000001","cause":"zero"}],"why":"the number was mended to be found"}
{"class":"changed","key":"001099000002","left":{"line":3},"right":{"line":2},"cells":[{"column":"Họ tên","left":"Trần Thị Hoa","right":"Tran Thi Hoa","cause":"marks"}]}
{"class":"removed","key":"001099000003","left":{"line":4,"row":{"Số định danh":"001099000003","Họ tên":"Lê Văn Tám","Ngày sinh":"1999-05-06","Giới tính":"Nam","Địa chỉ":"Thôn 3"}}}
{"class":"changed","key":"001099000004","left":{"line":5},"right":{"line":4},"cells":[{"column":"Ngày sinh","left":"1999-07-08","right":"1999-08-07","cause":"day-month"}]}
{"class":"duplicate-left","key":"001099000004","left":{"line":6,"row":{"Số định danh":"001099000004","Họ tên":"Phạm Văn Chín","Ngày sinh":"1999-07-08","Giới tính":"Nam","Địa chỉ":"Thôn 4"}},"why":"same number as line 5"}
{"class":"added","key":"001199000009","right":{"line":6,"row":{"ho ten":"Vũ Thị Mới","so dinh danh":"001199000009","gioi tinh":"Nữ","ngay sinh":"1999-11-12","ghi chu":"e","dia chi":"Thôn 9"}}}
EOT
same_err 'two rosters' <<'EOT'
rosterdiff: right.csv: only this side has the column ghi chu: not compared
rosterdiff: left rows: 6 = 1 same + 2 changed + 1 key-repaired + 1 removed + 1 duplicate-left
rosterdiff: right rows: 5 = 1 same + 2 changed + 1 key-repaired + 1 added
EOT
cp out first

# However it comes in.
exits 1 'left from a pipe' bash -c 'cat left.csv | rosterdiff - right.csv'
same_out 'a pipe' <first
exits 1 'right from a file on standard input' rosterdiff left.csv - <right.csv
same_out 'standard input' <first
exits 1 'threads and memory' rosterdiff -j 4 --memory 1M left.csv right.csv
same_out 'threads and memory' <first
exits 1 'bytes, not hashes' rosterdiff --verify left.csv right.csv
same_out 'verify' <first
iconv -f UTF-8 -t UTF-16 left.csv >left16.csv
exits 1 'UTF-16' rosterdiff left16.csv right.csv
same_out 'UTF-16' <first
iconv -f UTF-8 -t UTF-16 left.csv | rosterdiff - right.csv >out 2>err
same_out 'UTF-16 from a pipe' <first

# Swapped: the other side's classes.
exits 1 'swapped' rosterdiff right.csv left.csv
is 'swapped: classes' "$(classes out)" \
    'added 1, changed 2, duplicate-right 1, key-repaired 1, removed 1'

exits 0 'the same file' rosterdiff right.csv right.csv
same_out 'the same file' </dev/null
exits 1 'all rows' rosterdiff --all --brief --columns 'họ tên' left.csv left.csv
is 'all rows: classes' "$(classes out)" 'duplicate-left 1, duplicate-right 1, same 5'

exits 1 'quiet' rosterdiff -q left.csv right.csv
same_out 'quiet' </dev/null
exits 0 'a worker finds differences' rosterdiff --worker left.csv right.csv
same_err 'a worker' </dev/null
exits 1 'summary' rosterdiff --summary sum.json left.csv right.csv
is 'summary: rows' "$(jq -c '.rows' sum.json)" '{"left":6,"right":5}'
is 'summary: a class' "$(jq '.classes["key-repaired"]' sum.json)" 1

exits 1 'columns' rosterdiff -c 'ngay sinh' left.csv right.csv
is 'columns' "$(classes out)" \
    'added 1, changed 1, duplicate-left 1, key-repaired 1, removed 1'
exits 1 'exclude' rosterdiff -x dob,name left.csv right.csv
is 'exclude' "$(classes out)" \
    'added 1, duplicate-left 1, key-repaired 1, removed 1'
exits 1 'a cause is ignored' rosterdiff --ignore-cause marks left.csv right.csv
is 'a cause is ignored' "$(classes out)" \
    'added 1, changed 1, duplicate-left 1, key-repaired 1, removed 1'
exits 1 'another key' rosterdiff -k 'họ tên,ngày sinh' left.csv right.csv
is 'another key' "$(classes out)" \
    'added 3, changed 1, duplicate-left 1, removed 3'
exits 1 'another key: all rows' rosterdiff --all -k 'họ tên' left.csv left.csv
is 'another key: all rows' "$(head -1 out)" \
    '{"class":"same","key":"Nguyễn Văn Mẫu","left":{"line":2},"right":{"line":2}}'
exits 1 'by key' rosterdiff --sort key --brief right.csv left.csv
is 'by key' "$(jq -r .key out | paste -sd' ')" \
    '001099000001 001099000002 001099000003 001099000004 001099000004 001199000009'

exits 1 'CSV' rosterdiff --csv left.csv right.csv
is 'CSV: a byte order mark' "$(head -c 3 out | od -An -tx1 | tr -d ' ')" efbbbf
exits 1 'brief CSV' rosterdiff --csv --brief left.csv right.csv
is 'brief CSV: a cell' "$(sed -n 3p out | tr -d '\r')" \
    'changed,"=""001099000002""",3,2,"Họ tên",marks,,,'
is 'brief CSV: nothing of the cells' "$(grep -c 'Hoa\|Lê' out)" 0
is 'brief CSV: as many cells as the head' \
    "$(awk -F, '{ print NF }' out | sort -u)" 9
exits 1 'a page' rosterdiff --html page.html --html-rows 2 left.csv right.csv
has 'a page' page.html '</html>'

# Numbers as people write them, old numbers, people without any.
printf '%s\n' 'so dinh danh,so cmnd,ho ten,ngay sinh' \
    '001.099.000.001,,Nguyễn Văn A,1999-01-01' \
    'OO1099000002,,Nguyễn Văn B,1999-01-02' \
    '123456789,,Nguyễn Văn C,1999-01-03' \
    'C1234567,,Nguyễn Văn D,1999-01-04' \
    ',,Nguyễn Văn E,1999-01-05' \
    '1.23E+11,,Nguyễn Văn F,1999-01-06' >n1.csv
printf '%s\n' 'so dinh danh,so cmnd,ho ten,ngay sinh' \
    '001099000001,,Nguyễn Văn A,1999-01-01' \
    '001099000002,,Nguyễn Văn B,1999-01-02' \
    '001099000003,123456789,Nguyễn Văn C,1999-01-03' \
    'c1234567,,Nguyễn Văn D,1999-01-04' >n2.csv
exits 1 'numbers' rosterdiff --fuzzy off --brief n1.csv n2.csv
is 'numbers' "$(jq -r '.class + " " + (.key // "none")' out | paste -sd,)" \
    'changed 001099000001,key-repaired 001099000002,key-repaired 123456789,changed C1234567,removed none,removed none'
is 'unkeyed are counted' \
    "$(rosterdiff --fuzzy off --summary s.json n1.csv n2.csv >/dev/null 2>&1
    jq -c .unkeyed s.json)" '{"left":2,"right":0}'

# Who somebody is.
printf '%s\n' 'so dinh danh,ho ten,ngay sinh,gioi tinh' \
    '001099000001,Nguyễn Văn Mẫu,1999-01-02,Nam' >p1.csv
printf '%s\n' 'so dinh danh,ho ten,ngay sinh,gioi tinh' \
    '001099000007,Nguyen Van Mau,1999-01-02,Nam' >p2.csv
exits 1 'by name and birth date' rosterdiff p1.csv p2.csv
is 'by name and birth date' \
    "$(jq -r '[.class, .left.line, .right.line, .score != null] | @csv' out |
    tr -d '"')" "$(jq -r .class out),2,2,true"
has 'and says why' out '"parts"'
exits 1 'not without leave' rosterdiff --fuzzy off p1.csv p2.csv
is 'not without leave' "$(classes out)" 'added 1, removed 1'
printf '%s\n' 'so dinh danh,ho ten,ngay sinh,gioi tinh' \
    '001099000001,Trần Thị Khác,1950-11-12,Nữ' >p3.csv
exits 1 'one number, two people' rosterdiff p1.csv p3.csv
is 'one number, two people' "$(classes out)" 'other-person 1'

# The number of the row, on both sides and on one.
printf '%s\n' 'STT,so dinh danh,ho ten' '1,001099000001,A' '2,001099000002,B' \
    >s1.csv
printf '%s\n' 'stt,so dinh danh,ho ten' '1,001099000002,B' '2,001099000001,A' \
    >s2.csv
printf '%s\n' 'TT,so dinh danh,ho ten' '9,001099000002,B' '8,001099000001,A' \
    >s3.csv
exits 0 'running numbers' rosterdiff s1.csv s2.csv
exits 0 'running numbers of one side' rosterdiff s1.csv s3.csv
same_err 'nobody misses them' <<'EOT'
rosterdiff: left rows: 2 = 2 same + 0 changed
rosterdiff: right rows: 2 = 2 same + 0 changed
EOT
exits 1 'running numbers that are asked for' rosterdiff -c stt s1.csv s2.csv
is 'are compared' "$(classes out)" 'changed 2'
exits 0 'a running number as the key' rosterdiff -k stt -x id,name s1.csv s2.csv

# Rows that are none, rows that are too short or too long.
printf '%s\n' 'so dinh danh,ho ten,ngay sinh' '001099000001,A,1999-01-02' '' \
    ',,' 'so dinh danh,ho ten,ngay sinh' '001099000002,B' \
    '001099000003,C,1999-01-02,x,y' >odd.csv
exits 1 'odd rows' rosterdiff odd.csv p1.csv
has 'skipped are counted' err 'left rows: 5 ='
has 'and balance' err '+ 2 left out'
# the same however its bytes are written: neither counts the header
iconv -f UTF-8 -t UTF-16 odd.csv >odd16.csv
cp err plain
exits 1 'odd rows in UTF-16' rosterdiff odd16.csv p1.csv
cmp -s err plain
ok $? 'the counts are those of the plain one'
diff plain err | diag
{
	printf '%b' 'S\0350 CCCD;H\0344 t\0252n;Ng\0265y sinh\n' \
	    '001099000001;NGUY\0324N V\0241N M\0311U;02/01/1999\n' ';;\n' \
	    '001099000002;L\0252 H\0265;02/01/1999\n' \
	    '001099000003;Tr\0307n Th\0336 Th\0366;02/01/1999\n' \
	    'T\0346ng c\0351ng;3\n'
} >old.csv
printf '%s\n' 'Số CCCD,Họ tên,Ngày sinh' \
    '001099000001,NGUYễN VĂN MẫU,02/01/1999' \
    '001099000003,Trần Thị Thử,02/01/1999' >new.csv
exits 1 'TCVN3 with semicolons' rosterdiff old.csv new.csv
same_err 'TCVN3 with semicolons' <<'EOT'
rosterdiff: left rows: 5 = 2 same + 0 changed + 1 removed + 2 left out (blank, heading, total)
rosterdiff: right rows: 2 = 2 same + 0 changed
EOT
exits 1 'too long' rosterdiff odd.csv p1.csv
is 'too long is a reject' "$(jq -r 'select(.class == "reject-left") |
    .why' out)" \
    'more cells than columns: look for a separator that stands in a cell without quotes'
done_testing
