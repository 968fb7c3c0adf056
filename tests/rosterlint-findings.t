#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# What rosterlint can find stands in the manuals: names, criteria, severities,
# in the order of the catalogue.
. "$(dirname "$0")/lib.sh"

# Name, criterion and severity of each finding that PAGE lists.
listed() {
	awk -v OFS='\t' '
	/^\.S[hs]/ { on = tolower($0) ~ /findings of|các phát hiện/ }
	!on { next }
	/^\.Cm / { criterion = $2 }
	/^\.Pq Cm / { criterion = $3 }
	/^\.It Cm / { name = $3 }
	/^\.Pq (error|warning|note)$/ { print name, criterion, $2 }' "$1"
}

exits 0 'the catalogue' rosterlint --list-findings
cut -f1-3 out >catalogue
is 'has many' "$([ "$(wc -l <catalogue)" -gt 60 ] && echo yes)" yes
is 'each once' "$(cut -f1 catalogue | sort | uniq -d)" ''
for page in man man/vi; do
	listed "$ROOT/$page/cccd-roster.5" >names
	diff catalogue names >differs
	ok $? "$page/cccd-roster.5 lists them"
	diag <differs
done

# A page that lacks one, or has it otherwise, is found out.
sed '/^\.It Cm number\.form$/,+2d' "$ROOT/man/cccd-roster.5" >lacks.5
is 'one is left out' "$(listed lacks.5 | comm -23 <(sort catalogue) <(sort))" \
    "$(printf 'number.form\tcorrect\terror')"

done_testing
