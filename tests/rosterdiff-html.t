#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The page of a comparison, in a real browser: it opens offline, filters, prints
# and runs nothing that a roster brought along.
. "$(dirname "$0")/lib.sh"

bidi=$'\u202e'
cat >l.csv <<EOT
Số định danh,Họ và tên,Ngày sinh,Giới tính,Nơi thường trú
001099000001,Nguyen Van Mau,01/02/1999,Nam,"xã Giả, Hà Nội"
001199000002,TRẦN THỊ THỬ,05/06/1999,Nữ,"<img src=x onerror=""document.title='owned'"">"
001099000003,<script>document.title='owned'</script>,07/08/1999,Nam,B
001099000004,Phạm Văn Bốn,09/10/1999,Nam,"' onmouseover='x"
001099000004,Phạm Văn Bốn,09/10/1999,Nam,"</table></main><b id=out>"
001099000005,Lê Văn${bidi} Năm,09/11/1999,Nam,E
EOT
cat >r.csv <<'EOT'
Số định danh,Họ và tên,Ngày sinh,Giới tính,Nơi thường trú
001099000001,Nguyễn Văn Mẫu,01/02/1999,Nam,"xã Giả, Hà Nội"
001199000002,Trần Thị Thử,05/06/1999,Nữ,A
001099000003,Lê Văn Ba,08/07/1999,Nam,B
001099000004,Phạm Văn Bốn,09/10/1999,Nam,"' onmouseover='x"
001088000009,Mới Toanh,11/12/1988,Nam,G
EOT
exits 1 'a page' env LANGUAGE=vi rosterdiff l.csv r.csv --html page.html
cp out with.json
rosterdiff l.csv r.csv >plain.json 2>/dev/null
is 'the items as without it' "$(cmp with.json plain.json 2>&1)" ''
rosterdiff l.csv r.csv --csv --html csv.html >with.csv 2>/dev/null
rosterdiff l.csv r.csv --csv >plain.csv 2>/dev/null
is 'CSV too' "$(cmp with.csv plain.csv 2>&1)" ''
rosterdiff l.csv r.csv --html key.html --sort key >with.json 2>/dev/null
rosterdiff l.csv r.csv --sort key >plain.json 2>/dev/null
is 'by key too' "$(cmp with.json plain.json 2>&1)" ''
if grep -q '^msgid "comparison of two rosters"' "$ROOT/po/vi.po"; then
	has 'in the language of the reader' page.html '<html lang="vi">'
else
	skip 'in the language of the reader' 'not translated yet'
fi
is 'is closed to others' "$(stat -c %a page.html)" 600
is 'asks for nothing' "$(grep -oiE '(src|href|url|import|action)[=(]' \
    page.html)" 'src='
is 'one script and one style' "$(grep -ciE '<(script|style)' page.html)" 2
rosterdiff l.csv r.csv --html again.html 2>/dev/null
rosterdiff l.csv r.csv --html again2.html -j 1 2>/dev/null
is 'the same every time' "$(cmp again.html again2.html 2>&1)" ''
rosterdiff l.csv r.csv --html few.html --html-rows 2 >few.json 2>/dev/null
is 'all items beside few rows' "$(wc -l <few.json)" 6
is 'two rows' "$(grep -c '<tbody class="i"' few.html)" 2
has 'the others are counted' few.html 'not on this page: 4'
for s in l r; do
	echo 'Số định danh,Họ và tên'
	seq -f "0010990%05.0f,Nguyễn Văn $s" 1 30000
done >both.csv
head -n 30001 both.csv >many.l.csv
tail -n 30001 both.csv >many.r.csv
for j in 1 2; do
	rosterdiff many.?.csv -j $j --html full.html --html-rows 9 \
	    >with.json 2>/dev/null
	rosterdiff many.?.csv >plain.json 2>/dev/null
	is "beyond a full page, -j $j" "$(cmp with.json plain.json 2>&1)" ''
done
has 'the sum is whole' few.html '<b>6</b> rows'
exits 2 'a full disk' rosterdiff l.csv r.csv --html /dev/full
has 'a full disk is told' err '/dev/full: the disk is full'
exits 2 'no such folder' rosterdiff l.csv r.csv --html no/page.html

if ! command -v chromium >/dev/null; then
	skip 'the page in a browser' 'no chromium (package chromium)'
	done_testing
fi

# browse OPTION ... URL, in a profile of its own.
browse() {
	timeout 180 chromium --headless --no-sandbox --disable-gpu \
	    --disable-quic --no-first-run --disable-background-networking \
	    --disable-component-update --disable-sync --hide-scrollbars \
	    --user-data-dir="$T/profile" "$@" 2>browser.err
}
# dom NAME [#FRAGMENT]: what the page has become.
dom() { browse --dump-dom "file://$T/$1${2-}" >dom.html; }
# The classes of the rows that are shown.
shown() {
	grep '<tbody class="i"' dom.html | grep -v ' hidden=' |
	    sed 's/.*data-class="\([^"]*\)".*/\1/' | xargs
}

dom page.html
grep -q '<output id="n">' dom.html || {
	skip 'the page in a browser' 'chromium does not run here'
	done_testing
}
all='changed changed changed duplicate-left removed added'
all=$(grep -o 'data-class="[^"]*"' page.html | cut -d'"' -f2 | xargs)
is 'all is shown' "$(shown)" "$all"
has 'and counted' dom.html '<output id="n">6 / 6</output>'
is 'what a roster brings does not run' \
    "$(grep -c '<title>.*owned' dom.html)" 0
lacks 'and makes no elements' dom.html '<img'
lacks 'nor leaves its cell' dom.html '<b id="out"'
has 'it is shown' dom.html '&lt;script&gt;'
has 'what turns text is shown' dom.html '<b class="u">\u{202e}</b>'
is 'the summary comes first' "$(grep -nE '<div id="sum"|<table class="list"' \
    dom.html | head -1 | grep -c sum)" 1

dom page.html '#class=removed+added&q=toanh'
is 'by class and text' "$(shown)" 'added'
dom page.html '#q=nguyen%20VAN'
is 'by name without marks' "$(shown)" changed
has 'one of them' dom.html '<output id="n">1 / 6</output>'
dom page.html '#q=001%20099%20000004'
is 'by number, with blanks' "$(shown)" duplicate-left
dom page.html '#cause=marks&column=1'
is 'by cause and column' "$(shown)" changed
dom page.html '#class=nonsense&cause=%E0%A4%A&column=99&q=%22%3E%3Cb%3E'
is 'nonsense finds nothing' "$(shown)" ''
is 'and harms nothing' "$(grep -c 'id="n">0 / 6' dom.html)" 1

# Even a script that got in would not run.
sed 's,<main>,<main><script>document.title="owned"</script>,' page.html \
    >owned.html
dom owned.html
is 'the policy stops other scripts' "$(grep -c '<title>owned' dom.html)" 0
is 'and ours still runs' "$(shown)" "$all"

browse --window-size=1280,900 --screenshot="$T/shot.png" \
    "file://$T/page.html" >/dev/null
colours() {
	/usr/bin/python3 - "$1" <<-'EOP'
	import sys
	from PIL import Image
	i = Image.open(sys.argv[1]).convert('RGB')
	n = len(i.getcolors(1 << 24))
	ink = sum(c for c, p in i.getcolors(1 << 24) if sum(p) < 300)
	print(i.size[0], i.size[1], n > 50, ink > 2000)
	EOP
}
if /usr/bin/python3 -c 'import PIL' 2>/dev/null; then
	is 'a picture of it is not blank' "$(colours shot.png)" \
	    '1280 900 True True'
else
	skip 'a picture of it' 'no python3-pil'
fi

# 200 people, each changed: several sheets of paper with a heading each.
{
	echo 'cccd,Họ và tên'
	for i in {100..299}; do echo "001099000$i,Nguyen Van $i"; done
} >l2.csv
sed 's/Nguyen Van/Nguyễn Văn/' l2.csv >r2.csv
rosterdiff l2.csv r2.csv --html long.html 2>/dev/null
pages() { # [#FRAGMENT]
	rm -f page.pdf
	browse --no-pdf-header-footer --print-to-pdf="$T/page.pdf" \
	    "file://$T/long.html${1-}" >/dev/null
	grep -ac '/Type /Page$' page.pdf
}
n=$(pages)
[ "$n" -ge 4 ] && [ "$n" -le 30 ]
ok $? "200 people print on $n pages"
m=$(pages '#q=van%20101')
[ "$m" -ge 1 ] && [ "$m" -lt "$n" ]
ok $? "one of them on $m"
done_testing
