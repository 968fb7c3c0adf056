#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Every lint, each named; the worst decides.
set -u
cd "$(dirname "$0")" || exit 2
bad=0
for l in *.sh; do
	[ "$l" = run.sh ] && continue
	if ./"$l"; then
		echo "lint: ${l%.sh}: ok"
	else
		echo "lint: ${l%.sh}: FAILED"
		bad=1
	fi
done
exit $bad
