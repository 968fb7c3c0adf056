#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Rosters among enemies: outputs that are inputs, cut off, written by two at
# once; files too large for their form; options that make no sense.
. "$(dirname "$0")/lib.sh"

head='Số định danh,Họ tên,Ngày sinh,Giới tính'
cat >left.csv <<EOT
$head
001099000001,Nguyễn Văn Mẫu,1999-01-02,Nam
001199000002,Trần Thị Hoa,1999-03-04,Nữ
EOT
cat >right.csv <<EOT
$head
001099000001,Nguyễn Văn Mậu,1999-01-02,Nam
001199000003,Lê Thị Mới,1999-03-04,Nữ
EOT

# Nothing that is read is written.
cp left.csv kept.csv
ln -s left.csv link.csv
for o in html summary learn; do
	exits 2 "--$o is the left side" rosterdiff left.csv right.csv \
	    --$o left.csv
	same_err "--$o is the left side" <<'EOT'
rosterdiff: left.csv: is read and would be overwritten: name another file
EOT
	exits 2 "--$o links to it" rosterdiff right.csv left.csv --$o link.csv
	exits 2 "--$o is standard input" rosterdiff right.csv - \
	    --$o left.csv <link.csv
done
exits 2 'rosterlint: --html' rosterlint left.csv --html left.csv
exits 2 'rosterlint: --html is standard input' rosterlint --html left.csv \
    <link.csv
exits 2 'rostercat: --summary' rostercat left.csv --summary ./left.csv
exits 2 "rostercat: --summary=" rostercat --summary=left.csv left.csv
cmp -s left.csv kept.csv
ok $? 'the roster is as it was'

# The page is whole or not there.
exits 1 'a page and lines' rosterdiff left.csv right.csv --html page.html
exits 1 'the same, quietly' rosterdiff left.csv right.csv --html quiet.html -q
same_out 'quietly' </dev/null
cmp -s page.html quiet.html
ok $? 'the page is not quiet'
has 'it has its rows' quiet.html '<tbody class="i"'
exits 2 'a page without a temporary folder' rosterdiff left.csv right.csv \
    --html page.html --tmp nowhere
has 'whose fault it is' err 'nowhere: is not there'
is 'an old page is no new one' "$(wc -c <page.html)" 0
for i in 1 2 3 4; do
	rosterdiff left.csv right.csv --html both.html --summary both.json \
	    2>/dev/null &
done
wait
cmp -s both.html quiet.html
ok $? 'four at once leave a whole page'
rosterdiff left.csv right.csv --summary one.json >/dev/null 2>&1
cmp -s both.json one.json
ok $? 'and a whole summary'

# Errors name what they are about.
for o in --key --columns --exclude; do
	exits 2 "$o of nobody" rosterdiff $o nobody left.csv right.csv
	same_err "$o of nobody" <<'EOT'
rosterdiff: one of the columns named is on no side
EOT
done
exits 2 'one member for two columns' rostercat --map id=1,id=2 left.csv
has 'one member for two columns' err 'two columns with one meaning'
exits 2 'no weights' rosterdiff --weights left.csv left.csv right.csv
same_err 'no weights' <<'EOT'
rosterdiff: the weights are of another form
EOT
exits 2 'a size with a blank' rosterdiff --memory '64 ' left.csv right.csv
has 'a size with a blank' err 'want a size such as 64M or 2G'
{
	cat left.csv
	seq -f '001099%06.0f,Nguyễn Văn Mẫu,1999-01-02,Nam' 10 30000
} >many.csv
exits 2 'a pipe without a temporary folder' bash -c \
    'cat many.csv | rosterdiff --memory 1M --tmp nowhere - right.csv'
same_err 'a pipe without a temporary folder' <<'EOT'
rosterdiff: nowhere: is not there
EOT
export T
exits 2 'no room for a pipe' bash -c 'ulimit -f 100
    cat many.csv | rosterdiff --memory 1M --tmp "$T" - right.csv'
same_err 'no room for a pipe' <<EOT
rosterdiff: $T: the disk is full
EOT

# Cells that are not the same in rows that read alike when they are run
# together: a sign that might divide them, quotes within quotes.
head='Số định danh,Họ tên,Ngày sinh,Giới tính,Địa chỉ'
printf '%s\n' "$head" $'001099000001,An\037,1999-01-02,Nam,Xóm' \
    '001099000002,a""b,1999-01-02,Nam,Xóm' \
    '001099000003,"a""b",1999-01-02,Nam,Xóm' >run1.csv
printf '%s\n' "$head" $'001099000001,An,1999-01-02,Nam,\037Xóm' \
    '001099000002,"a""b",1999-01-02,Nam,Xóm' \
    '001099000003,"""a""b""",1999-01-02,Nam,Xóm' >run2.csv
# no_loss NAME OPTION ...: three rows, and each is changed.
no_loss() {
	local name=$1
	shift
	exits 1 "no change is lost: $name" rosterdiff --fuzzy off "$@" \
	    run1.csv run2.csv
	has "no change is lost: $name" err \
	    'left rows: 3 = 0 same + 3 changed'
}
no_loss 'all columns'
no_loss 'bytes' --verify
no_loss 'some columns' -c 'Họ tên,Địa chỉ'
no_loss 'bytes of some' --verify -c 'Họ tên,Địa chỉ'

# Which of a number's rows are a pair does not depend on which side is left, nor
# on the order of columns; rows that are the same go before rows that are the
# same but for the number's form.
cat >twice1.csv <<'EOT'
CCCD,Họ tên,Ngày sinh
O38204000003,Phạm Thị Chín,2004-01-02
038204000003,Phạm Thị Bình,2004-01-02
079099000004,Trần Văn Tám,1999-02-01
079099000004,Trần Văn Chín,1999-02-01
EOT
cat >twice2.csv <<'EOT'
Họ tên,Ngày sinh,CCCD
Phạm Thị Bình,2004-01-02,038204000003
Phạm Thị Chín,2004-01-02,38204000003
Trần Văn Chín,1999-02-01,079099000004
Trần Văn Tám,1999-02-01,079099000004
EOT
# pairs LEFT RIGHT: lines of rows that are in pairs; 1 is the left side.
pairs() {
	local n='.{"line":\([0-9]*\).'
	sed -n "s/.*\"left\"$n,\"right\"$n.*/\\$1 \\$2/p" out | sort
}
exits 1 'two rows each' rosterdiff --all twice1.csv twice2.csv
pairs 1 2 >want.pairs
is 'two rows each: pairs' "$(sed 1q want.pairs)" '3 2'
exits 1 'two rows each, swapped' rosterdiff --all twice2.csv twice1.csv
is 'two rows each, swapped: the same pairs' "$(pairs 2 1)" "$(cat want.pairs)"

# Many parts of a sorted result.
for s in 1 2; do
	echo CCCD,Xóm
	seq -f "001099000001,Xóm $s%.0f" 20000
done | awk '/CCCD/ { n++ } { print >("same" n ".csv") }'
rosterdiff --sort key same1.csv same2.csv >expected 2>/dev/null
exits 1 'sorted in parts' rosterdiff --sort key --memory 1M same1.csv same2.csv
same_out 'sorted in parts' <expected

# A separator of NUL, which also is what stands behind the end of a block.
printf 'sep=\0\nCCCD\0Họ tên\n001099000001\0Mẫu\n' >nul.csv
for t in rostercat rosterlint 'rosterdiff left.csv'; do
	exits 2 "$t: NUL divides cells" $t nul.csv
	has "$t: NUL divides cells" err 'nul.csv:1: says a separator that'
done
exits 2 'a quote divides cells' rosterdiff --separator '"' left.csv right.csv
has 'a quote divides cells' err '--separator: say one sign of ASCII'

done_testing
