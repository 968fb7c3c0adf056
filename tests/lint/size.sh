#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# A function fits on two screens (60 lines; 100 at the very most), a file in
# 500 lines; a line of the tools and the library in 80 columns.
set -u
cd "$(dirname "$0")/../.." || exit 2
bad=0
for f in cmd/*.c lib/*/*.[ch] tests/*/*.[ch] tests/sim/*/*.[ch]; do
	n=$(wc -l <"$f")
	[ "$n" -le 500 ] || { echo "size: $f: $n lines"; bad=1; }
done
long=$(ctags -f - --fields=+ne --kinds-C=f cmd/*.c lib/*/*.c tests/*/*.c \
    tests/sim/*/*.c | awk -F'\t' '{
	for (i = 4; i <= NF; i++) {
		if ($i ~ /^line:/) from = substr($i, 6)
		if ($i ~ /^end:/) to = substr($i, 5)
	}
	if (to - from + 1 > 60)
		print "size: " $2 ": " $1 ": " to - from + 1 " lines"
}')
[ -z "$long" ] || { echo "$long"; bad=1; }
wide=$(python3 - cmd/*.c lib/*/*.[ch] <<'EOT'
import sys
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as f:
        for n, line in enumerate(f, 1):
            if len(line.rstrip("\n").expandtabs(8)) > 80:
                print(f"size: {name}:{n}: beyond 80 columns")
EOT
)
[ -z "$wide" ] || { echo "$wide"; bad=1; }
exit $bad
