#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# Dask: two workers, a task is a subprocess; one worker is killed with it.
. "$(dirname "$0")/../lib.sh"
. "$ROOT/tests/engine/common.sh"

/usr/bin/python3 -c 'import dask.distributed' 2>/dev/null || {
	skip 'Dask' 'no python3-dask, python3-distributed'
	done_testing
}
# A file, not standard input: the workers read it again.
cat >run.py <<'EOT'
import json, os, signal, subprocess, sys
from dask.distributed import Client, LocalCluster

def run(n):
    code = subprocess.call(['./task', str(n)])
    if code == -signal.SIGKILL:
        os.kill(os.getpid(), signal.SIGKILL)    # the worker dies too
    return code

if __name__ == '__main__':
    with LocalCluster(n_workers=2, threads_per_worker=1, host='127.0.0.1',
                      dashboard_address=None) as cluster, \
            Client(cluster) as c:
        codes = c.gather(c.map(run, range(int(sys.argv[1]) + 1)))
        print(codes)
        sys.exit(any(codes) or subprocess.call(['./last']))
EOT
export DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES=5
exits 0 'the tasks and the last' timeout 300 /usr/bin/python3 run.py $PARTS
same_out 'every task' <<<'[0, 0, 0, 0, 0, 0, 0]'
all_there 'Dask'
done_testing
