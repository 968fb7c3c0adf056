#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The charsets before Unicode against GNU recode and iconv, and which charset a
# column is found to be in: lists of every charset, disguised as Latin-1 or not,
# and lists that must be left alone.
. "$(dirname "$0")/lib.sh"

python3 "$ROOT/tests/charset.py" all "$T"
ok $? 'the lists are made'

# Every letter, and every syllable of onset, rhyme and tone in three cases, as
# another program writes them.
for c in tcvn3 vni cp1258 viscii vps viqr; do
	charset_probe decode "$c" <"$T/encoded.$c" >"$T/got"
	is "$c: more than 60,000 lines" \
		"$(($(wc -l <"$T/text.$c") > 60000))" 1
	cmp -s "$T/text.$c" "$T/got"
	ok $? "$c: letters and syllables of the witness are read as they were"
done

# Byte by byte, and mark by mark, as another program reads them.
for c in tcvn3 vni cp1258 viscii vps; do
	charset_probe decode "$c" <"$T/units.$c" |
		python3 "$ROOT/tests/charset.py" differences "$c" >"$T/differ.$c"
done
# iconv's is the first form of TCVN 5712, with all capitals: in the place of
# controls, and in the third form's holes; ours has Windows' signs at 80-9F.
is 'tcvn3: what differs from iconv' "$(grep -Ev '^([01]|[89])[0-9a-f] ' \
	"$T/differ.tcvn3" | sed 's/ .*//' | tr '\n' ' ')" \
	'af ba bf c0 c1 c2 c3 c4 c5 cd d9 da db e0 f0 ff '
is 'tcvn3: none of these is read' "$(grep -Ev '^([01]|[89])[0-9a-f] ' \
	"$T/differ.tcvn3" | cut -d' ' -f2 | sort -u)" '?'
# recode has Ắ and Ằ for one another, though not ắ and ằ
is 'vni: what differs from recode' "$(cat "$T/differ.vni")" \
	$'41c8 Ằ Ắ\n41c9 Ắ Ằ'
# iconv composes a tone over a tone in another order than Unicode does
is 'cp1258: what differs from iconv' \
	"$(cut -d' ' -f1 "$T/differ.cp1258" | tr '\n' ' ')" \
	'd3de d6de dade f3de f6de fade '
is 'viscii: what differs from iconv' "$(cat "$T/differ.viscii")" ''
# recode has no Ỗ and no quotes
is 'vps: what differs from recode' \
	"$(cut -d' ' -f1 "$T/differ.vps" | tr '\n' ' ')" '91 92 99 '

# The verdicts on the lists of a charset beside what they are in.
matrix() {
	local c=$1 page=$2
	cp "$T/wanted.$c.$page" "$T/wanted"
	charset_probe vote <"$T/lists.$c.$page" >"$T/got"
	is "$c, $page: a verdict on each list" \
		"$(wc -l <"$T/got")" "$(wc -l <"$T/wanted")"
	sed 's/^[0-9]* //' "$T/wanted" | paste -d'|' - "$T/got" |
		awk -F'|' '$1 != $2 && $2 !~ /\?$/' >"$T/wrong"
	is "$c, $page: never surely another" "$(cat "$T/wrong")" ''
	is "$c, $page: every list of 10 and of 100 cells is known" \
		"$(paste -d' ' "$T/wanted" "$T/got" | grep -v '^3 ' |
			grep -c '?$')" 0
	is "$c, $page: most lists of 3 cells are" "$(($(paste -d' ' \
		"$T/wanted" "$T/got" | grep '^3 ' | grep -vc '?$') >= 18))" 1
}
for c in tcvn3 vni cp1258 viscii vps; do
	matrix "$c" raw
	matrix "$c" latin-1
	matrix "$c" cp1252
done
matrix viqr raw

for form in NFC NFD composite; do
	is "unicode, $form: surely UTF-8" "$(charset_probe vote \
		<"$T/unicode.$form" | sort -u)" utf-8
done
for c in tcvn3 vni cp1258 viscii vps; do
	is "$c mixed with Unicode: no other charset" "$(charset_probe vote \
		<"$T/mixed.$c" | grep -vx "$c disguised" | sort -u)" \
		'utf-8 ?'
done

# What is not Vietnamese stays what it is.
is 'foreign: many lists' "$(($(grep -c '^$' "$T/foreign.utf8") > 2000))" 1
is 'foreign: left alone' "$(charset_probe vote <"$T/foreign.utf8" |
	sed 's/ ?$//' | sort -u)" utf-8
is 'foreign: seldom a doubt' "$(($(charset_probe vote <"$T/foreign.utf8" |
	grep -c '?$') * 10 < $(grep -c '^$' "$T/foreign.utf8")))" 1
# the bytes of UTF-8 that was read as 1252 are UTF-8
is 'foreign bytes: 1252 at most' "$(charset_probe vote <"$T/foreign.raw" |
	sort -u)" $'cp1252 ?\nutf-8'

done_testing
