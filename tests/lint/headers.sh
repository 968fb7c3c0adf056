#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Each header compiles alone and has its guard; each file says its licence and
# what it is for.
set -u
cd "$(dirname "$0")/../.." || exit 2
bad=0
complain() { echo "headers: $*"; bad=1; }

for h in lib/*/*.h; do
	guard=${h#lib/}
	guard=$(echo "${guard//[\/.]/_}" | tr '[:lower:]' '[:upper:]')
	grep -q "^#ifndef $guard\$" "$h" || complain "$h: no guard $guard"
	gcc -std=c11 -D_GNU_SOURCE -Ilib -Wall -Wextra -Werror -fsyntax-only \
	    -x c "$h" || complain "$h: does not compile alone"
done
for f in lib/*/*.[ch] cmd/*.c tests/*/*.[ch] tests/sim/*/*.[ch]; do
	[ "$(head -c 34 "$f")" = '/* SPDX-License-Identifier: ISC */' ] ||
		complain "$f: the first line is not the licence"
	sed -n 2p "$f" | grep -Eq '^/\* ' ||
		complain "$f: the second line does not say what it is for"
done
exit $bad
