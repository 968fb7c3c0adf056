#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The drawer of test pictures itself: same seed, same picture; what it says is
# in a code, a decoder that is not ours reads there.
. "$(dirname "$0")/lib.sh"

exits 0 'one card' photo one --seed 5 --out a.jpg
cp "$T/out" said
exits 0 'again' photo one --seed 5 --out b.jpg
same_out 'the same person' <said
cmp -s a.jpg b.jpg
ok $? 'the same seed gives the same file'
exits 0 'another' photo one --seed 6 --out c.jpg
cmp -s a.jpg c.jpg
is 'another seed gives another' $? 1

text='001099000001||Nguyễn Văn Mẫu|01021999|Nam|Số 1, Mẫu, Hà Nội|15032021'
exits 0 'given text' photo one --family clean --level 4 --out d.png \
	--payload "$text"
is 'zbar reads it' "$(zbarimg --nodbus -q --raw -Sbinary d.png)" "$text"

exits 0 'a set' photo set set --family scan --per 1 --seed 2
same_out 'how many' <<<'6 pictures'
is 'a line a picture' "$(awk -F'\t' 'NR > 1 && NF == 9' set/INDEX.tsv | wc -l)" 6
awk -F'\t' 'NR > 1 { print $1 }' set/INDEX.tsv | (cd set && xargs ls >/dev/null)
ok $? 'each is there'

exits 0 'lines' photo payloads 1000
is 'cards of 7 and 11 fields' "$(awk -F'|' '{ n[NF]++ } END {
	for (f in n) print f }' "$T/out" | sort -n | xargs)" '7 11'
is 'all different' "$(cut -d'|' -f1 "$T/out" | sort -u | wc -l)" 1000

exits 2 'unknown family' photo one --family fog --out x.png
has 'is named' "$T/err" 'photo: --family: no such family: fog'
exits 2 'unknown ending' photo one --out x.gif
has 'is said' "$T/err" 'photo: x.gif: want .jpg, .png, .ppm or .pgm'
exits 2 'no folder' photo set /dev/null/x
done_testing
