#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Every message has its Vietnamese, and none is left from an older text.
set -u
cd "$(dirname "$0")/../.." || exit 2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
make -s pot POT="$dir/new.pot" || exit 1
bad=0
for po in po/*.po; do
	msgfmt --check -o /dev/null "$po" || bad=1
	msgmerge -q -N -o "$dir/merged.po" "$po" "$dir/new.pot" || bad=1
	n=$(msgattrib --untranslated "$dir/merged.po" | grep -c '^msgid')
	if [ "$n" -gt 0 ]; then
		msgattrib --untranslated --no-wrap "$dir/merged.po" |
		    grep '^msgid "..*"' | head -20
		echo "po: $po: untranslated messages"
		bad=1
	fi
	for kind in --only-fuzzy --only-obsolete; do
		if msgattrib "$kind" "$dir/merged.po" | grep -q '^#*~* *msgid "..*"'; then
			echo "po: $po: messages that are ${kind#--only-}"
			bad=1
		fi
	done
done
# Words by the law and the card, and manners: nobody is called "bạn".
hits=$(LC_ALL=C.UTF-8 grep -nE \
    '(^|[^[:alpha:]])[Bb]ạn([^[:alpha:]]|$)|chứng chỉ|từ chối thẻ' \
    po/vi.po man/vi/* README.vi.md)
[ -z "$hits" ] || { echo "$hits"; echo 'po: not our word for it'; bad=1; }
hits=$(msggrep -T -e '!' po/vi.po | grep '^msgstr "..*"')
[ -z "$hits" ] || { echo "$hits"; echo 'po: no exclamation marks'; bad=1; }
exit $bad
