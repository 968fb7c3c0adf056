#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The project speaks of itself alone: no paths of a workplace, no left-overs.
set -u
cd "$(dirname "$0")/../.." || exit 2
bad=0
mapfile -t files < <({ git ls-files 2>/dev/null || find . -type f; } |
    grep -vE '^(\.ci/|tests/fuzz/corpus/)')
[ ${#files[@]} -gt 0 ] || exit 0
hits=$(grep -nIE '(^|[^A-Za-z0-9_.])/(home|root|work)/[a-z.]|[.][.]/shared' \
    "${files[@]}" | grep -v '^tests/lint/prose.sh:')
[ -z "$hits" ] || { echo "$hits"; echo 'prose: paths of a workplace'; bad=1; }
hits=$(grep -nIE '(TODO|FIXME)' "${files[@]}" |
    grep -vE '^(tests/lint/prose.sh|po/)')
[ -z "$hits" ] || { echo "$hits"; echo 'prose: an issue, not a note'; bad=1; }
hits=$(grep -nIE '[[:blank:]]+$' "${files[@]}" |
    grep -vE '^(po/|man/|tests/data/|.*\.md:)')
[ -z "$hits" ] || { echo "$hits" | head; echo 'prose: blanks at the end'; bad=1; }
exit $bad
