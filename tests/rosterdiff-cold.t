#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Files that are not in memory are read ahead, and the answer is the same.
. "$(dirname "$0")/lib.sh"

for s in L R; do
	"$BUILD/tests/roster/gen" -n 330000 -s $s >$s.csv
done
exits 1 'warm' rosterdiff -j2 --brief --fuzzy off L.csv R.csv
mv out warm
if python3 - L.csv R.csv <<'END'
import os, subprocess, sys
for name in sys.argv[1:]:
    f = os.open(name, os.O_RDONLY)
    os.fsync(f)
    os.posix_fadvise(f, 0, 0, os.POSIX_FADV_DONTNEED)
    left = subprocess.run(['fincore', '-bnro', 'res', name],
                          capture_output=True, check=False).stdout
    if int(left or os.path.getsize(name)) > os.path.getsize(name) // 2:
        sys.exit(1)
END
then
	exits 1 'cold' strace -f -o calls -e trace=madvise,pread64 \
	    rosterdiff -j2 --brief --fuzzy off L.csv R.csv
	is 'the same' "$(cmp out warm 2>&1)" ''
	grep -qE 'madvise.*(MADV_POPULATE_READ|0x16)|pread64.*, 4194304, ' calls
	ok $? 'read in large pieces'
else
	skip 'cold' 'this file system does not forget, or nobody can see it'
fi
done_testing
