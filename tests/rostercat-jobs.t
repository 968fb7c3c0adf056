#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# rostercat with several threads: the same bytes, the same messages, the same
# status as with one, whatever the roster is.
. "$(dirname "$0")/lib.sh"

# rows FROM TO: people; every hundredth needs a repair, every thousandth a look
rows() {
	awk -v a="$1" -v b="$2" 'BEGIN { for (i = a; i < b; i++) {
		id = sprintf("001099%06d", i)
		if (i % 100 == 7)
			sub(/^0+/, "", id)
		if (i % 1000 == 8)
			id = "1.23E+11"
		printf "%d,Nguyễn Văn Mẫu %s,0%d/11/1999,Nam,%s,\"Thôn %d, Xã Mẫu\"\n",
		    i, i % 2 ? "Ánh" : "Ẩn", i % 9 + 1, id, i } }'
}
head='STT,Họ và tên,Ngày sinh,Giới tính,Số CCCD,Địa chỉ'
{ echo "$head"; rows 0 20000; } >many.csv

# same NAME OPERAND ...: for each number of threads
same() {
	local name=$1 want j
	shift
	rostercat -j 1 --summary one.json "$@" >one 2>one.err
	want=$?
	[ -s one ] && [ "$want" -lt 3 ]
	ok $? "$name: there is something to compare"
	for j in 2 5; do
		exits $want "$name: $j threads" rostercat -j $j \
		    --summary two.json "$@"
		cmp -s out one && cmp -s err one.err && cmp -s one.json two.json
		ok $? "$name: $j threads, the same"
	done
}
same 'a roster' many.csv
same 'all processors' -j 0 many.csv
{
	cat many.csv
	awk 'BEGIN { for (i = 0; i < 300; i++) print "1,a,b,c,d,e,f,g" }'
	rows 20000 30000
	awk 'BEGIN { for (i = 0; i < 300; i++) printf "1,V\377n,,,,\n" }'
} >bad.csv
same 'rejects among them' bad.csv
has 'rejects are told in order' one.err 'bad.csv:20002: row: more cells'
same 'rejects, passed on' --rejects bad.csv
same 'several rosters, one of them missing' many.csv nowhere bad.csv many.csv
{ cat many.csv; echo '1,"Nguyễn "","Văn" Mẫu,"a""b",,"a,"b"","""c'; } >quotes.csv
same 'quotes in cells' quotes.csv
# another table, other columns: nothing of the one before may be left waiting
{
	cat many.csv
	echo 'TT,CCCD,Tên,Sinh ngày,Lớp'
	awk 'BEGIN { for (i = 0; i < 9000; i++)
		printf "%d,001099%06d,Trần Thị Thử,02/01/1999,10A%d\n", i,
		    i + 50000, i % 7 }'
	cat many.csv
} >tables.csv
same 'three tables' tables.csv
is 'the second has its own columns' "$(jq -c 'select(.from ==
    "tables.csv:20003").other' one)" '{"TT":"0","Lớp":"10A0"}'
rostercat many.csv 2>/dev/null >many.json
{
	cat many.json
	echo '{"id":"001099900001","quê":"x","dân_tộc":"y"}'
	cat many.json
	echo '{"id":'
	head -n 100 many.json
} >records.json
same 'records, new members, a broken line' records.json
# What one thread made before there were others is out before what they make:
# all of it in the first 256 KiB that are read.
{
	head -n 100 many.json
	echo '{"id":"001099900001","quê":"x"}'
	head -n 1000 many.json
	echo '{"id":"001099900002","xã":"y"}'
	head -n 300 many.json
} >early.json
same 'new members early on' early.json
sed 's/[ẤẨÁ]/ê/g' many.csv | iconv -f utf-8 -t TCVN5712-1 >tcvn3.csv
same 'TCVN3' tcvn3.csv
{ cat many.csv; echo '1,"Nguyễn'; } >open.csv
same 'a quote that is open at the end' open.csv
has 'is told behind the rows' one.err 'open.csv:20002: a quote is opened'
if /usr/bin/python3 -c 'import openpyxl' 2>/dev/null; then
	/usr/bin/python3 - <<'EOP'
import openpyxl
wb = openpyxl.Workbook()
ws = wb.active
ws.append(['Họ tên', 'Ngày sinh', 'Số CCCD'])
for i in range(8000):
    ws.append(['Nguyễn Văn Mẫu', '02/01/1999', '001099%06d' % i])
ws.merge_cells('A3:A5')
wb.save('book.xlsx')
EOP
	same 'a workbook' book.xlsx
else
	skip 'a workbook' 'python3-openpyxl is not here'
fi
exits 1 'through a pipe' sh -c 'cat many.csv | rostercat -j 4'
rostercat -j 1 <many.csv >one 2>/dev/null
same_out 'through a pipe' <one

# what is one thread's stays the same
exits 2 'strict' sh -c 'cat records.json | rostercat -j 4 --strict'
cp out one.out
exits 2 'strict, one thread' sh -c 'cat records.json | rostercat -j 1 --strict'
same_out 'strict stops at the same place' <one.out
exits 1 'CSV' rostercat -j 4 --csv tables.csv
cp out one.out
exits 1 'CSV, one thread' rostercat -j 1 --csv tables.csv
same_out 'CSV' <one.out

# a live input: what is there comes out before it waits for more
mkfifo live
rostercat -j 3 live >live.out 2>live.err &
exec {fd}>live
cat many.csv >&"$fd"
for _ in {1..600}; do
	[ "$(wc -l <live.out)" -eq 20000 ] && break
	sleep 0.1
done
is 'all that was written is out' "$(wc -l <live.out)" 20000
exec {fd}>&-
wait $!

# no room for a thread's stack: one does it all
case $BUILD in
*asan*) skip 'without threads' 'sanitizers need all addresses' ;;
*)
	exits 1 'without threads' sh -c \
	    'ulimit -s 4000000; ulimit -v 1000000; exec rostercat -j 4 many.csv'
	rostercat -j 1 many.csv >one 2>/dev/null
	same_out 'without threads' <one
	;;
esac

if [ -w /dev/full ]; then
	exits 2 'a full disk' sh -c 'rostercat -j 4 many.csv >/dev/full'
	same_err 'a full disk' <<<'rostercat: standard output: No space left on device'
fi
exits 2 'a closed pipe' closed_pipe rostercat -j 4 many.csv
exits 2 'too many threads' rostercat -j 1000 many.csv
done_testing
