# SPDX-License-Identifier: ISC
# spent.py CMD ...: seconds by the clock, seconds of processor time, and the
# most memory in KiB, of this one process: an interpreter may have had children
# of its own before (a shim that looks for it), and they would count too.
import os
import subprocess
import sys
import time

start = time.monotonic()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
used = os.wait4(child.pid, 0)[2]
print(time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss)
