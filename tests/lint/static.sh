#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# gcc -fanalyzer, clang -Wall, clang-tidy and cppcheck over every source of the
# tools, two at a time. A file whose preprocessed text passed before is not
# looked at again (build/lint keeps the sums).
set -u
cd "$(dirname "$0")/../.." || exit 2
B=${B:-build}
mkdir -p "$B/lint"
flags="-std=c11 -D_GNU_SOURCE -Ilib -I$B/gen -I/usr/include/PCSC"
flags="$flags -DUNITS_BUILT=$B/gen/units.bin"
export flags B

# one FILE: silent when clean
one() {
	local f=$1 sum mark
	# shellcheck disable=SC2086
	sum=$({ gcc $flags -E "$f"; cat tests/lint/static.sh .clang-tidy; } | sha256sum |
	    cut -c1-40)
	mark=$B/lint/$sum
	[ ! -e "$mark" ] || return 0
	# shellcheck disable=SC2086
	{
		gcc $flags -O2 -fanalyzer -Wall -Wextra -Werror \
		    -Wno-analyzer-use-of-uninitialized-value \
		    -Wno-analyzer-shift-count-overflow \
		    -c -o /dev/null "$f" &&
		clang-14 $flags -Wall -Wextra -Wshadow -Wstrict-prototypes \
		    -Wmissing-prototypes -Wvla -Wwrite-strings -Wformat=2 \
		    -Werror -fsyntax-only "$f" &&
		clang-tidy --quiet "$f" -- $flags 2>/dev/null &&
		cppcheck --quiet --std=c11 --enable=warning,portability \
		    --inline-suppr --error-exitcode=1 \
		    --suppress=missingIncludeSystem -D_GNU_SOURCE -Ilib \
		    "-I$B/gen" "$f"
	} && : >"$mark"
}
export -f one
printf '%s\n' cmd/*.c lib/*/*.c |
    xargs -P "$(nproc)" -I{} bash -c 'one "$1" || { echo "static: $1"; exit 1; }' "$0" {}
