#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# What it costs to say why two cells differ: CPU nanoseconds a call, the median
# of seven rounds, and the milliseconds that the table of units takes to read.
set -u
cause "$(dirname "$0")/../../share/units.tsv" | awk '
{ print }
/ms$/ { table = $(NF - 1) }
/^name/ && !/charset/ && $(NF - 1) > worst { worst = $(NF - 1) }
END {
	bad = table >= 5 || worst >= 300 || NR < 2
	print "claim: " (table < 5 ? "ok" : "MISSED") \
	    ": the table of units within 5 ms: " table
	print "claim: " (worst < 300 ? "ok" : "MISSED") \
	    ": a name within 300 ns: " worst
	exit bad
}'
