#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Files with parts for some processors compile for ARM too (NEON, and char has
# no sign there), which no test here runs on.
set -u
cd "$(dirname "$0")/../.." || exit 2
headers=/usr/aarch64-linux-gnu/include
compile() {
	clang --target=aarch64-linux-gnu -std=c11 -D_GNU_SOURCE -Ilib \
	    -isystem $headers -idirafter /usr/include -O2 -Wall -Wextra \
	    -Wshadow -Werror -S -o /dev/null "$@"
}
if ! compile -x c - <<<'#include <stdlib.h>' 2>/dev/null; then
	echo 'arm: skipped: no clang for ARM, or no libc6-dev-arm64-cross'
	exit 0
fi
bad=0
while read -r f; do
	compile "$f" || { echo "arm: $f does not compile"; bad=1; }
done < <(grep -lE '__(x86_64|aarch64|i386|SSE2|AVX2|ARM_NEON)__|_neon' \
    lib/*/*.c cmd/*.c)
exit $bad
