#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Manuals: clean mdoc, every option of the table and no other, every word of
# the errors in cccd-record(5).
set -u
cd "$(dirname "$0")/../.." || exit 2
bad=0
complain() { echo "man: $*"; bad=1; }

for page in man/*.[157] man/vi/*.[157]; do
	# the Vietnamese pages are UTF-8 and have no date in English
	out=$(mandoc -T lint -W warning "$page" 2>&1 |
	    grep -vE 'referenced manual not found|outdated mandoc.db')
	[ -z "$out" ] || { echo "$out"; complain "$page"; }
done
for tool in "${B:-build}"/bin/*; do
	t=${tool##*/}
	"$tool" --option-table | cut -f1 | sort >"${TMPDIR:-/tmp}/opts.$$"
	for page in "man/$t.1" "man/vi/$t.1"; do
		[ -e "$page" ] || { complain "$page: is not there"; continue; }
		grep -oE '^\.It (Fl . , )?Fl -[a-z-]+|^\.It Fl [a-z] , Fl -[a-z-]+' "$page" |
		    grep -oE 'Fl -[a-z-]+$' | sed 's/^Fl -//' | sort -u \
		    >"${TMPDIR:-/tmp}/page.$$"
		diff "${TMPDIR:-/tmp}/opts.$$" "${TMPDIR:-/tmp}/page.$$" >/dev/null || {
			diff "${TMPDIR:-/tmp}/opts.$$" "${TMPDIR:-/tmp}/page.$$"
			complain "$page: options (<) against the page (>)"
		}
	done
done
rm -f "${TMPDIR:-/tmp}/opts.$$" "${TMPDIR:-/tmp}/page.$$"
for word in $(sed -n 's/^	X(ERR_[A-Z0-9_]*, "\([a-z0-9-]*\)".*/\1/p' lib/base/err.h); do
	grep -qE "^\.It (Cm|Li|Ql) $word\$" man/cccd-record.5 ||
		complain "man/cccd-record.5: the error $word"
done
exit $bad
