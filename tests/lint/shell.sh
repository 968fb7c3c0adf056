#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Shell scripts: shellcheck, and no test that cannot fail.
set -u
cd "$(dirname "$0")/../.." || exit 2
mapfile -t scripts < <(git ls-files 2>/dev/null |
    grep -E '\.(sh|t)$|^\.ci/run$' || find . -name '*.sh' -o -name '*.t')
[ ${#scripts[@]} -gt 0 ] || mapfile -t scripts < <(find tests completions \
    -name '*.sh' -o -name '*.t')
bad=0
# 1090, 1091: lib.sh is found at run time. 2154, 2034: its variables.
shellcheck -x -S warning -e SC1090,SC1091,SC2154,SC2034 "${scripts[@]}" || bad=1
if grep -nE '^[[:space:]]*! ' tests/*.t; then
	echo 'shell: "! cmd" cannot fail: use exits'
	bad=1
fi
exit $bad
