#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Vietnamese wherever it is wished for, also where no vi locale was generated;
# what programs read stays English.
. "$(dirname "$0")/lib.sh"

en='usage: lt-status [option ...] '
vi='cách dùng: lt-status [tùy chọn ...] '
first() { "$@" lt-status --help | head -1; }

is 'English by itself' "$(first env)" "$en"
for l in C C.UTF-8 POSIX; do
	is "LANGUAGE=vi under LC_ALL=$l" \
	    "$(first env LC_ALL=$l LANGUAGE=vi)" "$vi"
	is "LANGUAGE=vi under LANG=$l" \
	    "$(first env -u LC_ALL LANG=$l LANGUAGE=vi)" "$vi"
done
is 'LANGUAGE=vi without any locale' "$(first env -u LC_ALL -u LANG \
    LANGUAGE=vi)" "$vi"
is 'LANGUAGE=vi in a locale that is not there' \
    "$(first env LC_ALL=xx_XX.UTF-8 LANGUAGE=vi)" "$vi"
is 'the first of several wishes' "$(first env LANGUAGE=fr:vi:de)" "$vi"
is 'a language that we do not have' "$(first env LANGUAGE=fr)" "$en"

echo 'language = vi' >>"$HOME/.config/cccd-tools/settings"
for l in C C.UTF-8; do
	is "language = vi in the settings under $l" \
	    "$(first env LC_ALL=$l)" "$vi"
done
is 'LANGUAGE goes before the settings' "$(first env LANGUAGE=en)" "$en"

# Messages of every kind.
exits 2 'a usage mistake' lt-status --at morgen
is 'in Vietnamese' "$(head -1 err)" \
    'lt-status: --at: cần dạng YYYY-MM-DD HH:MM'
exits 2 'a missing file' cccd-verify gone
has 'a bad line' err 'cccd-verify: gone: '
echo '[1]' >bad
exits 2 'a bad record' cccd-verify bad
has 'in Vietnamese too' err 'không phải đối tượng JSON'
card='{"id":"001099000001","name":"Nguyễn Văn Mẫu","dob":"1998-02-01","sex":"M"}'
echo "$card" >card

# Records are for programs: one language whatever people read.
exits 0 'a record' cccd-verify card
cp out vi.out
exits 0 'a record, English' env LANGUAGE=en cccd-verify card
cmp -s out vi.out
is 'is the same in both languages' $? 0
has 'its reasons are English' vi.out 'the number names another birth year'
if command -v script >/dev/null; then
	# shellcheck disable=SC2016
	people=$(script -qec 'cccd-verify card' /dev/null | tr -d '\r')
	case $people in
	*'chưa kết luận, hợp lý'*'số ghi năm sinh khác'*) ok 0 'on a terminal' ;;
	*) ok 1 'on a terminal'; echo "$people" | diag ;;
	esac
else
	skip 'on a terminal' 'script(1) is not here'
fi

exits 2 'a number that is none' cccd-read --id 1
is 'the reason in Vietnamese' "$(head -1 err)" 'cccd-read: --id: cần 12 chữ số'
exits 2 'no card service' env PCSCLITE_CSOCK_NAME="$T/none" \
    cccd-read --can 000123
has 'what to do, in Vietnamese' err 'dịch vụ thẻ pcscd không trả lời: hãy'

# Rosters: what people read of two of them, in words, signs and pages.
export LANGUAGE=vi
{
	echo 'Số CCCD,Họ và tên,Ngày sinh,Giới tính'
	seq -f '00109900%04g,Nguyễn Văn Mẫu,01/02/1999,Nam' 1 1234
	echo '001099000001,Nguyễn Văn Mẫu,01/02/1999,Nam'
	echo ',Trần Thị Ba,02/03/1998,Nữ'
	echo '001099009999,Nguyễn Văn Mẫu,31/02/1999,Nam'
} >left.csv
sed -e 2d -e 's/^,Trần Thị Ba/,Tran Thi Ba/' left.csv >right.csv
exits 1 'two rosters' rosterdiff --html page.html left.csv right.csv
has 'the balance' err 'dòng bên trái: 1237 = 1235 giống nhau'
has 'a duplicate on the page' page.html 'cùng số với dòng 2'
has 'thousands on it' page.html '<b>1.237</b> dòng'
has 'weights on it' page.html 'họ tên: chỉ khác dấu <b>+'
is 'fractions on it' "$(grep -oE '[0-9][.][0-9]{2}</b>' page.html)" ''
exits 1 'two rosters, for programs' rosterdiff left.csv right.csv
has 'are in English' out '"why":"same number as line 2"'
exits 1 'a roster' rosterlint --html page.html left.csv
has 'a field and a reason on the page' page.html \
    '<span>ngày sinh:</span> không phải ngày đọc được'
has 'counts on it' page.html '>1.23'
exits 1 'a roster as a table' rosterlint --table left.csv
has 'a finding' out 'một người theo số định danh có ở nhiều dòng (dòng 1236)'
is 'the last line of the table stands under its heads' \
    "$(tail -3 out | while read -r line; do echo "${#line}"; done | uniq |
    wc -l)" 1
exits 1 'records of it' rostercat right.csv
has 'what they are' err 'số dòng: 1236; số người: 1236, đã sửa: 0, chưa rõ: 1'
unset LANGUAGE

# A catalogue that is damaged or gone is no reason to stop.
exits 0 'without a catalogue' env CCCD_LOCALEDIR="$T/none" lt-status --help
has 'English is left' out "$en"

done_testing
