#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The lints as tests, so that `make check` runs them beside the others, with
# less right to the processor: some of those keep time.
cd "$(dirname "$0")" || exit 2
renice -n 10 -p $$ >/dev/null
n=0
for l in *.sh; do
	[ "$l" = run.sh ] && continue
	n=$((n + 1))
	if said=$(./"$l" 2>&1); then
		echo "ok $n - ${l%.sh}"
	else
		echo "not ok $n - ${l%.sh}"
		printf '%s\n' "$said" | sed 's/^/# /' >&2
	fi
done
echo "1..$n"
