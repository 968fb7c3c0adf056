#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""measure.py COMMAND [memory]: wall and CPU seconds, and, if asked for, the peak
of anonymous memory in MiB of the whole family of processes, which mapped files
do not count into (0 if not: to look costs a short run a tenth of its time)."""
import os
import subprocess
import sys
import threading
import time


def anonymous(session):
    total = 0
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{pid}/stat', encoding='ascii') as f:
                if int(f.read().rsplit(')', 1)[1].split()[3]) != session:
                    continue
            with open(f'/proc/{pid}/status', encoding='utf-8') as f:
                total += sum(int(line.split()[1]) for line in f
                             if line.startswith(('RssAnon:', 'RssShmem:')))
        except (OSError, IndexError, ValueError):
            pass                # it has ended meanwhile
    return total // 1024


start = time.monotonic()
child = subprocess.Popen(['bash', '-o', 'pipefail', '-c', sys.argv[1]],
                         start_new_session=True)
peak, over = [0], threading.Event()


def watch():
    while not over.wait(max(0.02, (time.monotonic() - start) / 50)):
        peak[0] = max(peak[0], anonymous(child.pid))


thread = threading.Thread(target=watch)
if len(sys.argv) > 2:
    thread.start()
# of this child alone: the interpreter may have had some before
_, status, used = os.wait4(child.pid, 0)
status = os.waitstatus_to_exitcode(status)
wall = time.monotonic() - start
over.set()
if thread.is_alive():
    thread.join()
print(f'{wall:.3f} {used.ru_utime + used.ru_stime:.3f} {peak[0]}')
sys.exit(status if status > 1 else 0)
