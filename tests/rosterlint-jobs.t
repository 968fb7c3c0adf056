#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# rosterlint with several threads: the same bytes, messages, summary and status
# as with one, whatever the roster is.
. "$(dirname "$0")/lib.sh"
at='--at 2026-11-26'

# rows FROM TO: people; some of each hundred have something to be said of them,
# and one is there twice
rows() {
	awk -v a="$1" -v b="$2" 'BEGIN { for (i = a; i < b; i++) {
		id = sprintf("001099%06d", i % 100 == 3 ? i - 2 : i)
		name = "Nguyễn Văn Mẫu " (i % 2 ? "Ánh" : "Ẩn")
		if (i % 100 == 7)
			sub(/^0+/, "", id)
		if (i % 100 == 8)
			name = "nguyễn văn mẫu"
		if (i % 100 == 9)
			name = "Nguyễn  Văn 1"
		printf "%d,%s,0%d/11/%d,%s,%s,\"Thôn %d, Xã Mẫu\"\n", i, name,
		    i % 9 + 1, i % 100 == 10 ? 2030 : 1999,
		    i % 100 == 11 ? "Nữ" : "Nam", id, i } }'
}
head='STT,Họ và tên,Ngày sinh,Giới tính,Số CCCD,Địa chỉ'
{ echo "$head"; rows 0 15000; } >many.csv

# same NAME OPERAND ...: for each number of threads
same() {
	local name=$1 want j
	shift
	# shellcheck disable=SC2086
	rosterlint $at -j 1 --summary one.json "$@" >one 2>one.err
	want=$?
	[ -s one ] && [ "$want" -lt 3 ]
	ok $? "$name: there is something to compare"
	for j in 2 5; do
		exits $want "$name: $j threads" rosterlint $at -j $j \
		    --summary two.json "$@"
		cmp -s out one && cmp -s err one.err && cmp -s one.json two.json
		ok $? "$name: $j threads, the same"
	done
}
same 'a roster' many.csv
is 'who is there twice is found' "$(grep -c '"number.twice\|"number.shared' one)" 150
same 'all rows' --all many.csv
same 'all processors' -j 0 many.csv
same 'the table, with examples' --table --examples 20 many.csv
{
	cat many.csv
	awk 'BEGIN { for (i = 0; i < 300; i++) print "1,a,b,c,d,e,f,g" }'
	rows 15000 20000
	awk 'BEGIN { for (i = 0; i < 300; i++) printf "1,V\377n,,,,\n" }'
} >bad.csv
same 'rejects among them' bad.csv
same 'several rosters, one of them missing' many.csv nowhere bad.csv many.csv
# another table without a column that everybody must have: said once, in its
# place
{
	cat many.csv
	echo 'TT,CCCD,Tên,Sinh ngày,Lớp'
	awk 'BEGIN { for (i = 0; i < 9000; i++)
		printf "%d,001099%06d,Trần Thị Thử,02/01/1999,10A%d\n", i,
		    i + 50000, i % 7 }'
	cat many.csv
} >tables.csv
same 'three tables' tables.csv
is 'a column that is missing is said once' \
    "$(grep -c column.missing one)" 1
rostercat many.csv 2>/dev/null >many.json
{
	cat many.json
	echo '{"id":"001099900001","quê":"x","dân_tộc":"y"}'
	cat many.json
	echo '{"id":'
	head -n 100 many.json
} >records.json
same 'records, new members, a broken line' records.json
has 'which is told' one.err 'records.json:30002: record: '
sed 's/[ẤẨÁ]/ê/g' many.csv | iconv -f utf-8 -t TCVN5712-1 >tcvn3.csv
same 'TCVN3' tcvn3.csv
{ cat many.csv; echo '1,"Nguyễn'; } >open.csv
same 'a quote that is open at the end' open.csv
# what one thread alone does
head -n 300 many.csv >few.csv
same 'by unit' --unit STT few.csv
same 'who should be there' --expect many.csv bad.csv
rosterlint $at -j 4 --html four.html many.csv >/dev/null 2>&1
rosterlint $at -j 1 --html one.html many.csv >/dev/null 2>&1
cmp -s one.html four.html
ok $? 'a page: the same'

# a live input: what is there comes out before it waits for more
mkfifo live
rosterlint $at --all -j 3 live >live.out 2>live.err &
exec {fd}>live
cat many.csv >&"$fd"
for _ in {1..600}; do
	[ "$(wc -l <live.out)" -ge 15000 ] && break
	sleep 0.1
done
is 'all that was written is out' "$(wc -l <live.out)" 15000
exec {fd}>&-
wait $!

# no room for a thread's stack: one does it all
case $BUILD in
*asan*) skip 'without threads' 'sanitizers need all addresses' ;;
*)
	exits 1 'without threads' sh -c "ulimit -s 4000000; ulimit -v 1000000
	    exec rosterlint $at -j 4 many.csv"
	rosterlint $at -j 1 many.csv >one 2>/dev/null
	same_out 'without threads' <one
	;;
esac
exits 2 'too many threads' rosterlint $at -j 1000 many.csv
if [ -w /dev/full ]; then
	exits 2 'a full disk' sh -c "rosterlint $at --all -j 4 many.csv >/dev/full"
	same_err 'a full disk' <<<'rosterlint: standard output: No space left on device'
fi
done_testing
