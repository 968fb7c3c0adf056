#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# A comparison in pieces: tagged lines, partitions, groups, left-overs, sums.
# However it is cut, it comes out as if it were whole.
. "$(dirname "$0")/lib.sh"

cat >l.csv <<'EOT'
so_dinh_danh,ho_ten,ngay_sinh,gioi_tinh,dia_chi
001099000001,Nguyễn Văn Mẫu,01/02/1999,Nam,"xã Giả, Hà Nội"
001199000002,Trần Thị Thử,05/06/1999,Nữ,A
1099000003,Lê Văn Ba,07/08/1999,Nam,"B ""b"""
001099000004,Phạm Văn Bốn,09/10/1999,Nam,C
001099000004,Phạm Văn Bốn,09/10/1999,Nam,D
,Không Số Nào,11/12/1999,Nam,"E
e"
001099000007,Hoàng Văn Bảy,01/01/1990,Nam,F,G,H

001099000010,Vũ Văn Mười,01/01/1990
001099000008,Đỗ Văn Tám,03/03/1999,Nam,I
EOT
cat >r.csv <<'EOT'
Ngày sinh,Số định danh,Họ và tên,gioi_tinh,Lớp
01/02/1999,001099000001,Nguyen Van Mau,Nam,1
05/06/1999,001199000002,Trần Thị Thử,Nữ,2
07/08/1999,001099000003,Lê Văn Ba,Nam,3
09/10/1999,001099000004,Phạm Văn Bốn,Nam,4
11/12/1999,,Không Số Nào,Nam,5
11/12/1988,001088000009,Mới Toanh,Nam,6
01/01/1990,001099000010,Vũ Văn Mười,Nam,7
09/10/1999,001099000004,Phạm Văn Bốn,Nam,8
03/03/1999,001099000018,Đỗ Văn Tám,Nam,9
EOT
# Weights are made once and shipped to all.
exits 1 'weights' rosterdiff l.csv r.csv --learn weights -q
exits 1 'the whole' rosterdiff l.csv r.csv --weights weights --all \
    --summary whole.json
mv out plain
sort plain >whole
diff_() { rosterdiff --weights weights --worker --all "$@"; }
# The same in the order of no particular thing, and the same counts.
as_whole() { # NAME LINES SUMMARY ...
	local name=$1
	sort "$2" >as.whole
	is "$name: same bytes" "$(cmp whole as.whole 2>&1)" ''
	shift 2
	exits 0 "$name: sum" rosterdiff --worker --sum "$@"
	is "$name: same counts" "$(cat out)" "$(cat whole.json)"
}

exits 0 'left lines' rosterdiff --emit L l.csv --worker --summary l.json
mv out l
exits 0 'right lines' rosterdiff --emit R --worker --summary r.json <r.csv
mv out r
is 'a line' "$(grep -m1 001099000001 l)" '001099000001	L	{"line":2,"row":{"so_dinh_danh":"001099000001","ho_ten":"Nguyễn Văn Mẫu","ngay_sinh":"01/02/1999","gioi_tinh":"Nam","dia_chi":"xã Giả, Hà Nội"}}'
is 'a mended key, the cell as it stands' "$(sed -n 3p l)" '001099000003	L	{"line":4,"row":{"so_dinh_danh":"1099000003","ho_ten":"Lê Văn Ba","ngay_sinh":"07/08/1999","gioi_tinh":"Nam","dia_chi":"B \"b\""}}'
is 'no key, two lines in a cell' "$(sed -n 6p l)" '	L	{"line":7,"row":{"so_dinh_danh":"","ho_ten":"Không Số Nào","ngay_sinh":"11/12/1999","gioi_tinh":"Nam","dia_chi":"E\ne"}}'
is 'a row that cannot be read' "$(sed -n 7p l | cut -f2-)" 'L	{"line":9,"reject":"more cells than columns: look for a separator that stands in a cell without quotes","row":{"so_dinh_danh":"001099000007","ho_ten":"Hoàng Văn Bảy","ngay_sinh":"01/01/1990","gioi_tinh":"Nam","dia_chi":"F"}}'
is 'a line each' "$(cat l r | wc -l)" 18

for order in cat tac 'sort -R --random-source=/bin/sh'; do
	cat l r | $order >lines
	exits 0 "tagged, $order" diff_ --tagged --fuzzy list --summary t.json \
	    lines
	as_whole "tagged, $order" out l.json r.json t.json
done
exits 0 'two operands' diff_ --tagged --fuzzy list --summary t.json r l
as_whole 'two operands' out l.json r.json t.json

# One round by key, one for what is left over.
pieces() { # NAME HOW
	local name=$1 p
	shift
	rm -f told.* left.* p.*.json
	for p in part/*; do
		[ -e "$p" ] || continue
		p=${p##*/}
		diff_ "$@" --emit-left-over "left.$p" --summary "p.$p.json" \
		    <"part/$p" >"told.$p" || ok 1 "$name: $p"
	done
	exits 0 "$name: last round" bash -c 'cat left.* |
	    rosterdiff --weights weights --worker --all --tagged \
	    --fuzzy list --summary p.last.json'
	cp out told.last
	cat told.* >told
	as_whole "$name" told l.json r.json p.*.json
}
exits 2 'no such folder for the partitions' rosterdiff --emit L l.csv \
    --partitions 3 --out nowhere
has 'the folder is named, not the roster' "$T/err" \
    'rosterdiff: nowhere: is not there'
for n in 1 3 16; do
	rm -rf part cut
	mkdir part cut
	exits 0 "$n partitions, left" rosterdiff --emit L l.csv --worker \
	    --partitions $n --out cut
	exits 0 "$n partitions, right" rosterdiff --emit R r.csv --worker \
	    --partitions $n --out cut
	is "$n partitions and one" "$(find cut -type f | wc -l)" \
	    $((2 * n + 2))
	is "$n partitions: every line" \
	    "$(cat cut/* | sort | cmp - <(sort l r))" ''
	is "$n partitions: those without a key" \
	    "$(cat "cut/part-$(printf %05d "$n")".? | cut -f1 | sort -u)" ''
	for ((i = 0; i <= n; i++)); do
		cat "cut/part-$(printf %05d $i)".? >part/$i
	done
	pieces "$n partitions" --tagged
	for ((i = 0; i <= n; i++)); do
		LC_ALL=C sort -o part/$i part/$i
	done
	pieces "$n partitions, grouped" --grouped
done
# The second round by blocks, each scored by itself, then resolved one to one.
for n in 1 3; do
	rm -f told.* left.* block.* score.* p.*.json
	for ((i = 0; i < n; i++)); do
		awk -F'\t' -v n=$n -v i=$i 'substr($1, 12) % n == i' l r |
		    diff_ --tagged --emit-left-over left.$i \
		    --emit-blocks block.$i --summary p.$i.json >told.$i
	done
	cat block.* | LC_ALL=C sort >blocks
	for ((i = 0; i < n; i++)); do
		awk -F'\t' -v n=$n -v i=$i 'length($1) % n == i' blocks |
		    diff_ --score >score.$i
	done
	cat score.* >scores
	exits 0 "by blocks, $n workers: last round" bash -c 'cat left.* |
	    rosterdiff --weights weights --worker --all --tagged \
	    --fuzzy list --scores scores --summary p.last.json'
	cp out told.last
	cat told.* >told
	as_whole "by blocks, $n workers" told l.json r.json p.*.json
done
is 'a score' "$(grep -c '^7	6	[0-9]*	[01]$' scores | sed 's/[1-9]/some/')" some
is 'a row stands in several blocks' \
    "$(grep -c '"line":7,' blocks | sed 's/[2-9]/several/')" several
# a block with more pairs than tell anything: none is looked at, and that is
# said; the one behind it is
block() {
	awk -v n="$2" -v key="$1" 'BEGIN { for (s = 0; s < 2; s++)
		for (i = 1; i <= n; i++)
			printf "%s\t%s\t{\"line\":%d,\"row\":{\"ho ten\":\"Nguyễn " \
			    "Văn Mẫu\",\"ngay sinh\":\"1999-01-02\"}}\n",
			    key, s ? "R" : "L", i + 1 }'
}
{ block a 1025; block b 3; } >crowd
exits 0 'a crowded block' rosterdiff --weights weights --score \
    --summary s.json crowd
is 'no pair of it, all of the next' "$(wc -l <out)" 9
is 'is counted' "$(jq -c .left_out s.json)" '{"numbers":0,"pairs":1050625}'
has 'and said' err 'pairs that were not looked at, for too many rows have a name or a birth date in common: 1050625'
exits 0 'for an engine' rosterdiff --weights weights --score --worker \
    --summary s.json crowd
is 'it is counted' "$(jq .left_out.pairs s.json)" 1050625
same_err 'and not said' </dev/null
# its people are not kept: sixty thousand with names of 4 KB
case $BUILD in
*asan*) limit=: ;;
*) limit='ulimit -v 200000' ;;
esac
{ block a 1025
	long=$(printf ' Văn%.0s' {1..800})
	block a 30000 | sed "s/Nguyễn/&$long/"
} >huge
exits 0 'a crowd of any size' sh -c "$limit; exec rosterdiff \
    --weights weights --score --worker --summary s.json huge"
is 'is counted' "$(jq .left_out.pairs s.json)" $((31025 * 31025))

exits 0 'without scores' diff_ --tagged --fuzzy list --scores /dev/null l r
is 'nobody is found by name' "$(grep -c '"class":"match"' out)" 0
for bad in 'x' '1	2	3' '1	2	3	4' '1	2	3	1	5' '1	2	-3	1' \
    '1	2	99999999999	1'; do
	exits 2 "no score: $bad" diff_ --tagged --fuzzy list \
	    --scores <(echo "$bad") l r
	has 'no score' err 'this is no line of scores'
done
exits 2 'blocks of nothing' rosterdiff --tagged --emit-blocks x
exits 2 'scores of nothing' rosterdiff --tagged --scores x

# XXH64 of the key, seed 0, by another implementation.
if command -v xxhsum >/dev/null; then
	h=$(printf 001099000001 | xxhsum -H64 | cut -c1-16)
	is 'the partition is XXH64 of the key' \
	    "$(grep -l '^001099000001	L' cut/*)" \
	    "cut/part-$(printf %05d $((16#${h:15:1} % 16))).L"
else
	skip 'the partition is XXH64' 'no xxhsum'
fi
before=$(cat cut/* | cksum)
exits 0 'a task that is tried again' rosterdiff --emit L l.csv --worker \
    --partitions 16 --out cut
is 'replaces what it wrote' "$(cat cut/* | cksum)" "$before"
exits 2 'no such folder' rosterdiff --emit L l.csv --partitions 2 --out no
mkdir full
exits 2 'a roster that breaks off' bash -c \
    'printf "cccd,ten\n1,\"a\n" | rosterdiff --emit L --partitions 2 --out full'
is 'leaves no file' "$(ls -A full)" ''

# An engine gives some workers nothing, or one side.
exits 0 'nothing' diff_ --tagged --summary n.json </dev/null
is 'is nothing' "$(cat out err)" ''
has 'and no rows' n.json '"rows":{"left":0,"right":0}'
exits 0 'nothing, grouped' diff_ --grouped </dev/null
exits 0 'nothing to emit' rosterdiff --worker --emit L <<<'cccd,ten'
same_out 'nothing to emit' </dev/null
exits 0 'one side' diff_ --tagged r
is 'is all added' "$(grep -c '"class":"added"' out)" 8
: >empty
exits 0 'an empty left side' rosterdiff --worker empty r.csv
is 'all is added' "$(grep -c '"class":"added"' out)" 8
exits 0 'an empty right side' rosterdiff --worker l.csv empty
is 'all is removed' "$(grep -c '"class":"removed"' out)" 7
exits 0 'two empty sides' rosterdiff --worker empty empty
is 'and nothing to tell' "$(cat out err)" ''
exits 0 'nothing to emit, not even a header' rosterdiff --emit R empty
same_out 'not even a header' </dev/null
exits 0 'one side with options' diff_ --tagged -c Lớp -x dia_chi r

exits 0 'as Hadoop wants it' rosterdiff --weights weights --hadoop --tagged l r
grep -c '^reporter:counter:rosterdiff,[a-z._-]*,[0-9]*$' err >n
is 'every number is a counter' "$(cat n)" "$(grep -o '":[0-9]' whole.json |
    tail -n +2 | wc -l)"
has 'a class' err 'reporter:counter:rosterdiff,classes.same,'
has 'a column of the sum' err 'reporter:counter:rosterdiff,rows.left,9'

LC_ALL=C sort l r >grouped
exits 2 'a key that comes back' diff_ --grouped <<<"$(cat grouped grouped)"
has 'is told' err 'this key has come before'
for bad in 'x' 'x	L' 'x	L	' 'x	M	{}' 'x	L	{}' 'x	L	[]' \
    'x	L	{"line":1}' 'x	L	{"line":-1,"row":{}}' \
    'x	L	{"line":1,"row":{"a":1}}' 'x	L	{"line":1,"row":[]}' \
    'x	L	{"line":1,"row":{"cccd":"1"},"is":{"cccd":"nonsense"}}' \
    'x	L	{"line":1,"reject":3,"row":{"cccd":"1"}}' \
    'x	L	{"line":1,"row":{"cccd":"\ud800"}}' \
    'x	L	{"line":99999999999999,"row":{}}'; do
	exits 2 "no tagged line: $bad" diff_ --tagged <<<"$bad"
	has 'and where' err 'standard input:1: tagged line: '
done

echo '{}' >no.json
exits 2 'no summary' rosterdiff --sum whole.json no.json
has 'no summary' err 'no.json: has the wrong form'
sed 's/"same":[0-9]*/"same":77/' whole.json >off.json
exits 2 'a sum that does not come out' rosterdiff --sum off.json
has 'does not come out' err 'off.json: is damaged'
exits 2 'of another version' rosterdiff --sum <(sed 's/n":1/n":2/' whole.json)
has 'of another version' err 'is of a kind not known here'
exits 1 'a sum' rosterdiff --sum whole.json
has 'the sum is said' err 'rosterdiff: left rows: 10 = '
exits 0 'nothing to sum' rosterdiff --sum

exits 2 'both' rosterdiff --emit L --tagged
exits 2 'half' rosterdiff --emit L --partitions 2
exits 2 'a third side' rosterdiff --emit X
exits 2 'no groups' rosterdiff --grouped --fuzzy list
exits 2 'no rest' rosterdiff --tagged --fuzzy list --emit-left-over x
exits 2 'no page' rosterdiff --tagged --html x
done_testing
