#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The manuals: their EXAMPLES run, and say the same in both languages.
#
# An example is a literal block in EXAMPLES. A comment before it may say
#   .\" exits N       what it ends with instead of 0
#   .\" sed SCRIPT    what to put in the place of a device
#   .\" card          it reads the card that lies on the reader
#   .\" not run: WHY
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/portal.sh"
. "$ROOT/tests/pcscd.sh"
man=$ROOT/man

# A desk on which the examples find what they speak of.
portal_start
conf=$HOME/.config/cccd-tools
mkdir -p "$conf"
mkdir stock
cd stock || exit 2
photo one --family webcam --level 1 --seed 11 --out photo.jpg >/dev/null
photo sheet 3 --seed 4 --out sheet.png >/dev/null
mkdir photos
cp photo.jpg photos/a.jpg
photo one --family none --level 1 --seed 2 --out photos/b.jpg >/dev/null
cat >scans.txt <<'EOS'
001199000002||Trần Thị Mẫu|01021999|Nữ|Thôn Mẫu, Xã Mẫu, Ninh Bình|06102025||||
001099000001||Nguyá»…n VÄƒn Máº«u|01021999|Nam|HÃ  Ná»™i|15032021
EOS
guests 4 5 >guests.jsonl
grep '^000000000000|' "$man/cccd-qr.1" >test.txt
printf 'Số CCCD,Họ và tên\n001199000002,Trần Thị Mẫu\n' >candidates.csv
# Rosters: of a school with eaten zeros, of a firm and what the office has.
cat >danh-sach.csv <<'EOS'
STT,Số CCCD,Họ và tên,Ngày sinh,Giới tính,Lớp
1,1099000001,Nguyễn Văn Mẫu,01/02/1999,Nam,10A1
2,012345678,Trần Thị Mẫu,05/06/1985,Nữ,10A2
3,001199000003,Lê Thị Ba,07/08/1999,Nữ,10A1
EOS
sed '4d' danh-sach.csv >da-cap.csv
tail -n +2 danh-sach.csv | cut -d, -f2-4 >khong-tieu-de.csv
cut -d, -f2-5 danh-sach.csv >nhan-vien.csv
sed 's/Mẫu/Mau/' nhan-vien.csv >trich-luc.csv
export CCCD_SHARE=$ROOT/share
# Who signs cards in the examples, and a card that was stored.
. "$ROOT/tests/trust.sh"
authority csca '/C=VN/O=Mau/CN=CSCA Mau'
crl eid-csca-vietnam csca 1
mv csca.der eid-csca-vietnam.crt
mv eid-csca-vietnam.der eid-csca-vietnam.crl
csca=$(sha eid-csca-vietnam.crt)
forge --out forged --only good >/dev/null
cat forged/trust/anchors/*.pem >csca.pem
cp eid-csca-vietnam.crl csca.crl
cp forged/cases.ndjson card.jsonl
cp forged/cases.ndjson stored.jsonl
mkdir -p .local/state/cccd-tools
printf 'cccd-station %064d reception\n' 7 >.local/state/cccd-tools/station.pub
# The card on the reader, its code, and what a scanner types of it.
card --payload >card.txt
codes - 1 "$(cat card.txt)" >card.jpg
cd "$T" || exit 2
if ! no_readers=$(readers_missing); then
	readers_start 1 && card_lay 0 --pki pki
	is 'a card lies on a reader' $? 0
fi

# examples PAGE: each into its own file, with .exits, .sed, .not beside it.
examples() {
	rm -rf "$T/ex"
	mkdir "$T/ex"
	awk -v dir="$T/ex" -v no_readers="$no_readers" '
	/^\.Sh / { on = $2 == "EXAMPLES" || $0 ~ /VÍ DỤ/ }
	!on { next }
	/^\.\\" exits / { exits = $3; next }
	/^\.\\" sed / { edit = $3; next }
	/^\.\\" card$/ { why = no_readers; next }
	/^\.\\" not run: / { why = substr($0, 14); next }
	/^\.Bd -literal/ {
		f = sprintf("%s/%02d", dir, ++n)
		printf "" >f
		print exits + 0 >(f ".exits")
		print edit >(f ".sed")
		print why >(f ".not")
		exits = 0; edit = why = ""
		inside = 1
		next
	}
	/^\.Ed/ { inside = 0 }
	inside {
		gsub(/\\e/, "\\")
		gsub(/\\&/, "")
		print >f
	}' "$1"
}

desk=0
run_page() {
	local page=$1 f name n
	name=${page##*/}
	examples "$page"
	for f in "$T/ex"/??; do
		[ -e "$f" ] || continue
		n="$name: $(head -1 "$f")"
		if [ -n "$(cat "$f.not")" ]; then
			skip "$n" "$(cat "$f.not")"
			continue
		fi
		rm -rf "$T/desk" "$T/state"
		cp -r "$T/stock" "$T/desk"
		sed -i "$(cat "$f.sed")" "$f"
		sed -i "s/6f0a20d6\.\.\./$csca/" "$f"
		desk=$((desk + 1))
		facility "$desk"
		{ echo "$store"; cat "$T/f/$desk/settings"; } >"$conf/settings"
		cd "$T/desk" || exit 2
		exits "$(cat "$f.exits")" "$n" bash -o pipefail "$f"
		cd "$T" || exit 2
	done
}

for page in "$man"/*.[157]; do
	run_page "$page"
done

# Vietnamese pages: the same commands, the same options, the same sections.
sections() { grep -c '^\.Sh ' "$1"; }
items() { grep -E '^\.It (Fl|Ev|Li|Cm|Sy|Pa|[0-9])' "$1" | grep -v ' Ta '; }
blocks() { examples "$1"; cat "$T"/ex/?? 2>/dev/null; }
for page in "$man"/*.[157]; do
	vi=$man/vi/${page##*/}
	[ -e "$vi" ] || { ok 1 "${page##*/}: in Vietnamese too"; continue; }
	is "${page##*/}: the same sections" "$(sections "$vi")" \
	    "$(sections "$page")"
	is "${page##*/}: the same examples" "$(blocks "$vi")" "$(blocks "$page")"
	is "${page##*/}: the same items" \
	    "$(items "$vi")" "$(items "$page")"
done

# The messages under DIAGNOSTICS are those of the programs: every part of a
# message that is no file, number or dots stands in the catalogue.
catalogue() {
	msgcat --no-wrap "$ROOT/po/vi.po" | sed -n "s/^$1 \"\(.*\)\"/\1/p"
}
for page in "$man"/*.1 "$man"/vi/*.1; do
	case $page in
	*/vi/*) catalogue msgstr >words ;;
	*) catalogue msgid >words ;;
	esac
	sed -n '/^\.Bl -diag/,/^\.El/s/^\.It "\(.*\)"$/\1/p' "$page" |
	    sed 's/: /\n/g; s/; /\n/g' | sed 's/,* *\.\.\.$//; s/[ :]*[0-9]*$//' |
	    sed 's/^this is //; s/^đây là //' |
	    grep -E '.{14}' | grep -v '[0-9]\|\.csv$' | while read -r part; do
		grep -qF -e "$part" words || echo "$part"
	done >odd
	is "${page#"$man"/}: its diagnostics are real" "$(cat odd)" ''
done

# The words for what goes wrong with cards are those of the code.
errors() {	# lines of lib/base/err.h
	sed -n "${1-} s/^	X(ERR_[A-Z_]*, \"\([a-z-]*\)\".*/\1/p" \
	    "$ROOT/lib/base/err.h"
}
for page in "$man/cccd-read.1" "$man/vi/cccd-read.1"; do
	sed -n '/^\.Bl -tag -width reader-denied/,/^\.El/s/^\.It Li //p' "$page" |
	    sort >words
	is "${page#"$man"/}: every word for cards" \
	    "$(errors '/ERR_NO_SERVICE/,$' | sort | comm -23 - words)" ''
	is "${page#"$man"/}: no other words" \
	    "$(errors | sort | comm -13 - words)" ''
done

# The scanner's test code stands in the manual as it is in the program.
code=$(sed -n '/^#define TEST_CODE/,/^$/p' "$ROOT/lib/identity/doctor.c" |
    grep -o '"[^"]*"' | tr -d '"\n')
for page in "$man/cccd-qr.1" "$man/vi/cccd-qr.1"; do
	is "${page#"$man"/}: the test code" \
	    "$(grep '^000000000000|' "$page")" "$code"
done

done_testing
