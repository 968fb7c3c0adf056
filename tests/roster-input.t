#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# What is no good roster, and what each of the three tools makes of it: status,
# what comes out, the words.
. "$(dirname "$0")/lib.sh"

head='CCCD,Họ tên,Ngày sinh,Giới tính'
a='001099000001,Nguyễn Văn Mẫu,02/01/1999,Nam'
b='001199000002,Trần Thị Hoa,04/03/1999,Nữ'
printf '%s\n' "$head" "$a" "$b" >good.csv
classes() { jq -r .class out | sort | xargs; }
ids() { jq -r .id out | xargs; }

# each NAME CAT LINT DIFF SWAPPED ITSELF: the statuses of rostercat, rosterlint,
# rosterdiff with it on the left, on the right, and on both sides. Then in $cat,
# $lint, $diff, $swap what came out: ids, findings, classes; words in *.err.
each() {
	local f=$1.csv
	exits "$2" "$1: rostercat" rostercat "$f"
	cat=$(ids)
	mv err cat.err
	exits "$3" "$1: rosterlint" rosterlint --at 2026-11-26 "$f"
	lint=$(jq -r '.lint[].finding' out | sort -u | xargs)
	mv err lint.err
	exits "$4" "$1: rosterdiff" rosterdiff "$f" good.csv
	diff=$(classes)
	mv err diff.err
	exits "$5" "$1: rosterdiff, swapped" rosterdiff good.csv "$f"
	swap=$(classes)
	mv err swap.err
	exits "$6" "$1: with itself" rosterdiff "$f" "$f"
	[ "$6" -ne 0 ] || is "$1: with itself nothing differs" "$(cat out)" ''
}
# makes CAT LINT DIFF SWAPPED of the last one
makes() {
	is "what comes of it: $*" "$cat|$lint|$diff|$swap" "$1|$2|$3|$4"
}
# words TEXT: in all of them, behind the tool's name, in the first line.
words() {
	is "in words: $1" "$(sed -n 1p cat.err)" "rostercat: $1"
	is 'rosterlint too' "$(sed -n 1p lint.err)" "rosterlint: $1"
	is 'rosterdiff too' "$(cat diff.err swap.err)" "rosterdiff: $1
rosterdiff: $1"
}

printf '%s\n' "$head" "$a" '001199000002,Trần Thị Hoa' >few.csv
each few 0 1 1 1 0
makes '001099000001 001199000002' 'dob.missing sex.missing' changed changed
printf '%s\n' "$head" "$a" "$b,x,y" >many.csv
each many 1 1 1 1 1
makes 001099000001 row.reject 'added reject-left' 'reject-right removed'
has 'too many cells: where' cat.err 'rostercat: many.csv:3: row: more cells than columns'

# Neither a header nor a last line feed.
printf '%s\n%s' "$a" "$b" >bare.csv
each bare 0 0 0 0 0
makes '001099000001 001199000002' '' '' ''

printf '%s\n' "$head" "$a" '001199000002,"Trần Thị Hoa,04/03/1999,Nữ' >quote.csv
each quote 2 2 2 2 2
words 'quote.csv:3: a quote is opened and not closed'
{ printf '%s\n001099000001,"' "$head"; head -c 3000000 /dev/zero | tr '\0' x
    printf '",02/01/1999,Nam\n%s\n' "$b"; } >long.csv
each long 2 2 2 2 2
words 'long.csv:2: a quote is opened in this row and not closed for too long'

# 2 GB, through a pipe that is not read to its end; and on a disk that has the
# good rows alone.
field() {
	printf '%s\n001099000001,%s' "$head" "$1"
	head -c 2G /dev/zero | tr '\0' x 2>/dev/null
}
exits 2 '2 GB in quotes' rostercat < <(field '"')
has 'says where' err 'standard input:2: a quote is opened in this row'
exits 2 '2 GB without' rostercat < <(field '')
has 'says where' err 'standard input:2: the row is too long: is this a table?'
exits 2 'rosterlint: 2 GB' rosterlint < <(field '"')
exits 2 'rosterdiff --sorted: 2 GB' rosterdiff --sorted - good.csv \
    < <(field '"')
{ echo "$head"; seq -f "001099%06.0f,An,1999,Nam" 30000; printf '001,"'; } \
    >sparse.csv
truncate -s 2G sparse.csv
exits 2 'rosterdiff: 2 GB in quotes' rosterdiff sparse.csv good.csv
same_err 'where it begins' <<'EOT'
rosterdiff: sparse.csv:30002: a quote is opened in this row and not closed for too long
EOT
rm sparse.csv

printf '%s\n' "$head" "OO1O99OOOOO1,Nguyễn Văn Mẫu,02/01/1999,Nam" "$b" >letter.csv
each letter 0 0 1 1 0
makes '001099000001 001199000002' number.signs key-repaired key-repaired
printf '%s\n' "$head" "$a" '' 'Họ tên,CCCD,Giới tính,Ngày sinh' \
    'Trần Thị Hoa,001199000002,Nữ,04/03/1999' >two.csv
each two 0 0 0 0 0
makes '001099000001 001199000002' '' '' ''
printf '%s\n' CCCD 001099000001 001199000002 >one.csv
each one 0 1 0 0 0
has 'one column: what is not compared' diff.err 'good.csv: only this side has the column Họ tên: not compared'
: >empty.csv
each empty 0 0 1 1 0
makes '' '' 'added added' 'removed removed'
echo "$head" >header.csv
each header 0 0 1 1 0
makes '' '' 'added added' 'removed removed'
printf '%s\n' "$head" $'0010990\xff\xfe00001,Nguy\xe1\xbb Văn,02/01/1999,Nam' \
    >utf8.csv
each utf8 1 1 1 1 1
makes '' 'row.reject text.charset' 'added added reject-left' \
    'reject-right removed removed'
printf '%s\n' "$head" '001099000001,Nguyễn@Văn Mẫu,02/01/1999,Nam' |
    tr @ '\0' >nul.csv
each nul 0 1 1 1 0
makes 001099000001 text.hidden 'added changed' 'changed removed'
each missing 2 2 2 2 2
words 'missing.csv: No such file or directory'
mkdir folder.csv
each folder 2 2 2 2 2
words 'folder.csv: is a folder: name a file'

# The same file under other names.
ln -s good.csv link.csv
ln good.csv hard.csv
for f in link.csv hard.csv ./good.csv /dev/fd/7; do
	exits 0 "itself as $f" rosterdiff --all good.csv $f 7<good.csv
	is "itself as $f: all the same" "$(classes)" 'same same'
done
exits 0 'itself as standard input' rosterdiff good.csv - <good.csv

# A million rows of one number.
awk 'BEGIN { print "so dinh danh,ho ten"
	for (i = 0; i < 1000000; i++) print "001099000001,A" i }' >crowd.csv
at_most() { (ulimit -t "$1"; shift; exec "$@"); }	# seconds of processor
exits 1 'a million of one number' at_most 60 rosterdiff -q crowd.csv crowd.csv
same_err 'a million of one number' <<'EOT'
rosterdiff: left rows: 1000000 = 1 same + 0 changed + 999999 duplicate-left
rosterdiff: right rows: 1000000 = 1 same + 0 changed + 999999 duplicate-right
EOT

# No memory.
case $BUILD in
*asan*) skip 'no memory' 'the sanitizers need more' ;;
*)
	for t in 'rosterdiff -q crowd.csv crowd.csv' 'rosterlint crowd.csv'; do
		exits 2 "$t: no memory" bash -c "ulimit -v 40000; exec $t"
		same_err 'is said' <<<"${t%% *}: out of memory"
	done
	exits 1 'rostercat needs none in one thread' bash -c \
	    'ulimit -v 40000; exec rostercat -j1 crowd.csv'
	;;
esac
rm crowd.csv

# Several at once with the same page and the same sums.
rosterlint --at 2026-11-26 few.csv --html want.html --summary want.json \
    >/dev/null 2>&1
for i in 1 2 3 4; do
	rosterlint --at 2026-11-26 few.csv --html page.html --summary sum.json \
	    >/dev/null 2>&1 &
done
wait
cmp -s page.html want.html
ok $? 'four at once leave a whole page'
cmp -s sum.json want.json
ok $? 'and a whole summary'

# What cannot be written.
for o in html summary learn; do
	exits 2 "--$o on a full disk" rosterdiff few.csv good.csv --$o /dev/full
	has "--$o on a full disk" err '/dev/full: '
done
for o in html summary; do
	exits 2 "rosterlint: --$o on a full disk" rosterlint few.csv \
	    --$o /dev/full
	has "rosterlint: --$o on a full disk" err \
	    'rosterlint: /dev/full: No space left on device'
done
exits 2 'rostercat: --summary on a full disk' rostercat few.csv \
    --summary /dev/full
has 'rostercat: --summary' err 'rostercat: /dev/full: No space left on device'
done_testing
